// What pyarrow and duckdb say about a file.
import Foundation
import TestSupport

struct OracleAnswer: Decodable {
    struct Chunk: Decodable {
        let column: String
        let compression: String
        let nulls: Int
        let least: String?
        let greatest: String?
    }
    let schema: [String]
    let groups: [Int]
    let statistics: [Chunk]
    let pyarrow: [[String?]]
    let duckdb: [[String?]]

    init(_ path: String) throws {
        let text = try PythonOracle.run("parquet_oracle.py", [path])
        self = try JSONDecoder().decode(OracleAnswer.self, from: Data(text.utf8))
    }
}
