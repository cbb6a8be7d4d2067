import CMS
import Foundation
import JSONScanning
import Roster
import StatusEngine

/// Reads answers once more, the plain way: `JSONSerialization`, dictionaries, contract section 1.
enum ReferenceReader {
    static func read(_ document: [UInt8]) -> ReferenceOutcome {
        let options = JSONSerialization.ReadingOptions.fragmentsAllowed
        guard let value = try? JSONSerialization.jsonObject(with: Data(document), options: options)
        else { return .notJSON }
        guard let object = value as? [String: Any] else { return .fault(.notAnObject) }
        if let code = resultCode(object["resultCode"]) {
            guard code == "0100000" else { return .failure(failure(code)) }
        } else {
            guard let code = resultCode(object["result"]) else { return .fault(.noResultCode) }
            guard code == "0" || code == "0000000" else { return .failure(failure(code)) }
        }
        let members = [object["resultDesc"], object["resultDatas"]].compactMap { $0 }
        if let rows = members.compactMap({ $0 as? [Any] }).first { return read(rows) }
        let isNothing = members.allSatisfy { $0 is NSNull || $0 as? String == "" }
        return isNothing
            ? .rows(reports: [], unreadable: [], nameless: 0) : .fault(.noRows)
    }

    private static func read(_ rows: [Any]) -> ReferenceOutcome {
        var reports: [AgentReport] = []
        var unreadable: [AgentID] = []
        var nameless = 0
        for row in rows {
            guard let row = row as? [String: Any], isWhole(row["agentId"]) else {
                nameless += 1
                continue
            }
            guard let id = whole(row["agentId"]).flatMap({ AgentID($0) }),
                !reports.contains(where: { $0.id == id })
            else { continue }
            if let report = report(id, row) {
                unreadable.removeAll { $0 == id }
                reports.append(report)
            } else if !unreadable.contains(id) {
                unreadable.append(id)
            }
        }
        guard rows.isEmpty || nameless < rows.count else { return .fault(.noReadableRow) }
        return .rows(reports: reports, unreadable: unreadable, nameless: nameless)
    }

    private static func report(_ id: AgentID, _ row: [String: Any]) -> AgentReport? {
        let small = { (name: String) in
            whole(row[name]).flatMap { $0 < 0 ? nil : Int32(exactly: $0) }
        }
        let seconds = { (name: String) in
            whole(row[name]).flatMap { (0...4_294_967_295).contains($0) ? $0 : nil }
        }
        guard let state = small("currentState"), let time = seconds("currentStateTime") else {
            return nil
        }
        let logon = whole(row["logonTime"])
            .flatMap { $0 >= 631_152_000_000 && $0 < 4_291_747_200_000 ? $0 : nil }
        return AgentReport(
            id: id,
            stateCode: state,
            stateSeconds: time == 4_294_967_295 ? nil : time,
            reasonCode: state == 8
                ? small("currentStateReason").flatMap { $0 == 65_535 ? nil : $0 } : nil,
            previousStateCode: small("prevState"),
            previousStateSeconds: seconds("prevStateTime")
                .flatMap { $0 == 4_294_967_295 ? nil : $0 },
            signedInAt: state == 0 ? nil : logon.map { Timestamp(milliseconds: $0) },
            releasedCalls: small("agentRelease"),
            privateCalls: small("currentPrivateCallNum"),
            locationID: small("locationId").flatMap { $0 == 65_535 ? nil : $0 }
        )
    }

    private static func resultCode(_ value: Any?) -> String? {
        if let text = value as? String { return text }
        guard let number = whole(value), number >= 0 else { return nil }
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    private static func failure(_ code: String) -> CallFailure.Code {
        let codes: [String: CallFailure.Code] = [
            "0100001": .callFailed, "0100002": .illegalParameter, "0100003": .needsNewerCTI,
            "0100999": .unknownException, "0101001": .otherModule, "0101002": .otherModule,
            "0101003": .noPermission,
        ]
        return codes[code] ?? .unknownResultCode
    }

    /// Whether it is a whole number of any size, or a string of one; those beyond 64 bits come as
    /// doubles, and such a double as a text is none in these documents.
    private static func isWhole(_ value: Any?) -> Bool {
        if let text = value as? String { return text.wholeMatch(of: /-?(0|[1-9][0-9]*)/) != nil }
        guard let number = value as? NSNumber else { return false }
        let kind = unsafe UInt8(bitPattern: number.objCType.pointee)
        if kind == UInt8(ascii: "c") { return false }
        return kind == UInt8(ascii: "d") ? number.doubleValue.magnitude >= 0x1p63 : true
    }

    /// A whole number, or a string of one; `JSONSerialization` marks fractions as doubles.
    private static func whole(_ value: Any?) -> Int64? {
        if let text = value as? String {
            return text.wholeMatch(of: /-?(0|[1-9][0-9]*)/) == nil ? nil : Int64(text)
        }
        guard let number = value as? NSNumber else { return nil }
        let kind = unsafe UInt8(bitPattern: number.objCType.pointee)
        return "cdfQ".utf8.contains(kind) ? nil : number.int64Value
    }
}
