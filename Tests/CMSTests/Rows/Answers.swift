import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

/// Builds answers of the CMS and reads them.
enum Answers {
    /// A complete row; named fields are replaced, or left out where the text is empty.
    static func row(
        _ id: Int = 1031,
        _ changes: [String: String] = [:],
        extra: String = ""
    ) -> String {
        let fields = [
            ("prevState", "4"), ("agentId", "\(id)"), ("logonTime", "1795413600000"),
            ("agentRelease", "2"), ("locationId", "7"), ("currentPrivateCallNum", "1"),
            ("currentStateTime", "93"), ("currentStateReason", "258"), ("prevStateTime", "6"),
            ("currentState", "5"),
        ]
        let members = fields.compactMap { name, value in
            let value = changes[name] ?? value
            return value.isEmpty ? nil : "\"\(name)\":\(value)"
        }
        return "{\(members.joined(separator: ","))\(extra)}"
    }

    /// A successful answer with these two members, in this order of the document.
    static func success(desc: String? = nil, datas: String? = nil) -> String {
        let members = [
            #""result":"0""#, #""resultCode":"0100000""#, datas.map { "\"resultDatas\":\($0)" },
            desc.map { "\"resultDesc\":\($0)" },
        ]
        return "{\(members.compactMap { $0 }.joined(separator: ","))}"
    }

    /// A successful answer with these rows in both arrays.
    static func success(rows: String...) -> String {
        let array = "[\(rows.joined(separator: ","))]"
        return success(desc: array, datas: array)
    }

    static func read(_ bytes: [UInt8]) throws(BodyFault) -> BatchResponse {
        try BatchResponse(reading: bytes.span)
    }

    static func read(_ text: String) throws(BodyFault) -> BatchResponse {
        try read(Array(text.utf8))
    }

    /// What is wrong with a body that has to be wrong.
    static func fault(_ text: String) -> BodyFault? {
        fault(Array(text.utf8))
    }

    static func fault(_ bytes: [UInt8]) -> BodyFault? {
        do {
            _ = try read(bytes)
            return nil
        } catch {
            return error
        }
    }
}

extension BatchResponse {
    /// The rows of an answer that has to be a success.
    var rows: StatusReport {
        get throws { try outcome.get() }
    }

    /// What was met, in words.
    var met: [String: Int] {
        Dictionary(uniqueKeysWithValues: anomalies.all.map { ($0.anomaly.rawValue, $0.count) })
    }
}
