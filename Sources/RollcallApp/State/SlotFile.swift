internal import Foundation
internal import StatusEngine

/// A small file that is written often and must not be lost: two slots, of which the one with the
/// older document is written over.
///
/// Its room is taken when it is made, so that it can be written on a full disk, and a write that is cut
/// off leaves the document before it.
struct SlotFile: Sendable {
    /// What a file holds.
    enum Contents: Hashable {
        /// There is no such file, or nothing has been written to it.
        case nothing
        /// The document written last.
        ///
        /// `isLatest` is false where a later write was cut off.
        case document(StateDocument, isLatest: Bool)
        /// It cannot be read: the end of a sentence.
        case unreadable(String)
    }

    /// Where it is.
    let path: String
    /// How long a document may be, in bytes.
    let slotSize: Int
    private let files: any StateFiles

    /// Names a file; it need not be there.
    init(_ path: String, slotSize: Int, _ files: any StateFiles) {
        self.path = path
        self.slotSize = slotSize
        self.files = files
    }

    /// Reads the file.
    func read() -> Contents {
        slots.contents
    }

    /// Takes the room for the file, unless it is there.
    /// - Throws: `FileWriteTrouble`.
    func prepare() throws(FileWriteTrouble) {
        guard case .missing = slots else { return }
        try files.replace(path, with: [UInt8](repeating: 0, count: slotSize * 2))
    }

    /// Writes a document; when this returns it is on the disk.
    /// - Throws: `FileWriteTrouble`; what was written before can still be read then.
    func write(_ sections: [StateDocument.Section]) throws(FileWriteTrouble) {
        let (slot, sequence) = slots.next
        let bytes = StateDocument(sequence: sequence, sections).bytes
        guard bytes.count <= slotSize else { throw FileWriteTrouble(errorNumber: EFBIG) }
        do throws(FileWriteTrouble) {
            guard case .two = slots else { throw FileWriteTrouble(errorNumber: ENOENT) }
            try files.overwrite(path, at: slot * slotSize, with: bytes)
        } catch {
            let padding = [UInt8](repeating: 0, count: slotSize * 2 - bytes.count)
            try files.replace(path, with: bytes + padding)
        }
    }

    private var slots: Slots {
        do throws(FileTrouble) {
            let bytes = try files.read(path, atMost: slotSize * 2).bytes
            guard bytes.count == slotSize * 2 else { return .unreadable("is damaged") }
            return .two(Slot(bytes[..<slotSize]), Slot(bytes[slotSize...]))
        } catch .notFound {
            return .missing
        } catch {
            return .unreadable("\(error)")
        }
    }
}

/// One of the two places of a document.
private enum Slot {
    case empty
    case holds(StateDocument)
    case damaged

    init(_ bytes: ArraySlice<UInt8>) {
        if let document = try? StateDocument(bytes, isPadded: true) {
            self = .holds(document)
        } else {
            self = bytes.allSatisfy { $0 == 0 } ? .empty : .damaged
        }
    }

    var document: StateDocument? {
        if case .holds(let document) = self { document } else { nil }
    }

    var isDamaged: Bool {
        if case .damaged = self { true } else { false }
    }
}

private enum Slots {
    case missing
    case unreadable(String)
    case two(Slot, Slot)

    var contents: SlotFile.Contents {
        switch self {
        case .missing: return .nothing
        case .unreadable(let reason): return .unreadable(reason)
        case .two(let first, let second):
            let documents = [first, second].compactMap(\.document)
            let hasDamage = first.isDamaged || second.isDamaged
            if let latest = documents.max(by: { $0.sequence < $1.sequence }) {
                return .document(latest, isLatest: !hasDamage)
            }
            return hasDamage ? .unreadable("is damaged") : .nothing
        }
    }

    /// Which slot is written next, and with which number.
    var next: (slot: Int, sequence: UInt64) {
        guard case .two(let first, let second) = self else { return (0, 1) }
        let (one, other) = (first.document?.sequence ?? 0, second.document?.sequence ?? 0)
        return (one > other ? 1 : 0, max(one, other) &+ 1)
    }
}
