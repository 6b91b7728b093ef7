/// The one function of the C library that indicators need.
internal import Glibc

@usableFromInline
func naturalLogarithm(_ value: Double) -> Double { log(value) }
