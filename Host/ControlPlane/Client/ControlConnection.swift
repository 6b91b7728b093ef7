/// The control plane's API as typed calls.
public import Foundation

public struct ControlConnection: Sendable {
    private let client: HTTPClient

    public init(_ endpoint: ControlEndpoint, timeOutMilliseconds: Int = 20_000) {
        client = HTTPClient(endpoint, timeOutMilliseconds: timeOutMilliseconds)
    }

    /// The body of a successful answer.
    public func send(_ method: String, _ path: String, body: Data? = nil) throws(ControlError) -> Data {
        let answer = try client.request(method, path, body: body)
        guard (200..<300).contains(answer.status) else {
            let report = try? JSONDecoder.control.decode(ErrorReport.self, from: answer.body)
            throw .refused(
                status: answer.status, report ?? ErrorReport(error: "the host answered with status \(answer.status)"))
        }
        return answer.body
    }

    public func get<Report: Decodable>(_ path: String, as type: Report.Type = Report.self) throws(ControlError)
        -> Report
    {
        try Self.decode(send("GET", path))
    }

    /// Sends a body as JSON and reads the report in the answer.
    public func send<Body: Encodable, Report: Decodable>(
        _ method: String, _ path: String, _ body: Body, as type: Report.Type = Report.self
    ) throws(ControlError) -> Report {
        guard let data = try? JSONEncoder.control.encode(body) else { throw .malformed("the request is no JSON") }
        return try Self.decode(send(method, path, body: data))
    }

    private static func decode<Report: Decodable>(_ data: Data) throws(ControlError) -> Report {
        do {
            return try JSONDecoder.control.decode(Report.self, from: data)
        } catch {
            throw .malformed("\(error)")
        }
    }

    /// A text as one segment of a path.
    public static func segment(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
    }
}

extension JSONEncoder {
    /// The API's JSON: snake case, keys in order, one look everywhere.
    public static var control: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

extension JSONDecoder {
    public static var control: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
