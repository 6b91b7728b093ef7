// Symbols of a stranger's library: found where nm finds them, and no byte of a damaged file traps the host.
import Foundation
import Sandbox
import TestSupport
import Testing

@testable import Workers

@Suite struct SymbolTests {
    @Test func everyFunctionIsFoundWhereTheLinkerPutIt() throws {
        let path = try Bench.library()
        let image = try LibraryImage(reading: path)
        let (status, listing) = try Program.run(["nm", "--defined-only", path])
        #expect(status == 0)
        var compared = 0
        for line in listing.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, words[1].lowercased() == "t", let address = UInt64(words[0], radix: 16),
                !words[2].hasPrefix("_"), !words[2].contains("tm_clones"), words[2] != "frame_dummy"
            else { continue }
            let place = image.place(of: address)
            #expect(place.function == words[2] && place.inside == 0 && place.offset == address)
            compared += 1
        }
        #expect(compared > 3)
        #expect(image.place(of: .max).function == nil)
        #expect("\(image.place(of: 0x10))" == "library+0x10")
    }

    @Test func aDamagedFileNamesAtMostNonsense() throws {
        let whole = [UInt8](try Data(contentsOf: URL(filePath: try Bench.library())))
        var random = SplitMix64.printed()
        var looked = 0
        for round in 0..<400 {
            var bytes = whole
            for _ in 0..<random.below(8) + 1 { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            // The header and the section table are where a lie goes furthest.
            for at in 40..<64 where round % 2 == 0 { bytes[at] = UInt8(random.below(256)) }
            if round % 3 == 0 { bytes.removeLast(random.below(bytes.count)) }
            bytes.withUnsafeBytes { bytes in
                let file = ELFFile(bytes)
                #expect(file.sections.count <= ELFFile.sectionsMax)
                file.eachDynamicEntry { _, value, texts in
                    #expect(file.text(Int(clamping: value), of: texts).count <= ELFFile.nameMax)
                }
                for address in [0, 0x1000, 0x1139, UInt64(bytes.count), .max] {
                    let place = ELFSymbols(bytes).place(of: address)
                    #expect((place.function ?? "").utf8.allSatisfy { $0 > 32 && $0 < 127 })
                    looked += 1
                }
            }
        }
        #expect(looked == 2000)
    }
}
