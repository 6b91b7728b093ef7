/// The allocation gate: how many times a piece of code asks the allocator for memory.
internal import CAllocationCounter

public enum AllocationCounter {
    /// Runs `body` and returns how many allocations the calling thread made in it.
    ///
    /// Warm the code up before: the first call of a generic or a lazy global may allocate once.
    @inline(never)
    public static func count(_ body: () -> Void) -> Int {
        let before = tectra_allocation_count()
        body()
        return Int(tectra_allocation_count() - before)
    }

    /// As `count`, for code that throws.
    @inline(never)
    public static func count<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Int {
        let before = tectra_allocation_count()
        try body()
        return Int(tectra_allocation_count() - before)
    }
}
