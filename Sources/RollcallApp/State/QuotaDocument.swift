internal import Foundation
internal import Roster
internal import StatusEngine

/// The calls that count towards the quota as they stand in their file.
struct QuotaDocument: Codable, Hashable {
    /// The most entries of a list that are read.
    private static let maximumEntries = 4_000

    /// For each entry the time in milliseconds since 1970, and how many calls left then or shortly
    /// before.
    let calls: [[Int64]]
    /// Of these, the calls about groups.
    let groupCalls: [[Int64]]

    /// Creates a document.
    init(_ record: QuotaRecord) {
        calls = record.calls.map { [$0.at.milliseconds, Int64($0.calls)] }
        groupCalls = record.groupCalls.map { [$0.at.milliseconds, Int64($0.calls)] }
    }

    /// Reads bytes; nil if they are not all that a record needs.
    init?(bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(QuotaDocument.self, from: Data(bytes)),
            read.record != nil
        else { return nil }
        self = read
    }

    /// The bytes to write.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Numbers can always be encoded.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }

    /// The record; nil if an entry is none.
    var record: QuotaRecord? {
        guard let calls = Self.starts(calls), let groupCalls = Self.starts(groupCalls) else {
            return nil
        }
        return QuotaRecord(calls: calls, groupCalls: groupCalls)
    }

    private static func starts(_ entries: [[Int64]]) -> [QuotaRecord.Start]? {
        let starts = entries.compactMap { entry -> QuotaRecord.Start? in
            guard entry.count == 2, (1...Int64(Int32.max)).contains(entry[1]) else { return nil }
            return QuotaRecord.Start(at: Timestamp(milliseconds: entry[0]), calls: Int(entry[1]))
        }
        return starts.count == entries.count && starts.count <= maximumEntries ? starts : nil
    }
}
