internal import Glibc

/// The pages of the program file that are mapped in this process.
///
/// A start runs much that is never run again: relocations, flags, settings, the building of all
/// parts. With each page it touches the kernel maps 64 KiB around it, and all that counts as the
/// process's own until memory is short, though it is the page cache's.
enum ProgramPages {
    /// Unmaps them, as far as no page of a mapping has been written to.
    ///
    /// Nothing leaves the page cache: what serving needs is mapped again as it is touched, without
    /// a read from the disk. Where the kernel will not, everything stays as it was.
    static func giveBack() {
        for mapping in CleanMapping.all(in: text(of: "/proc/self/smaps")) {
            let start = unsafe UnsafeMutableRawPointer(bitPattern: mapping.addresses.lowerBound)
            _ = unsafe madvise(start, mapping.addresses.count, MADV_DONTNEED)
        }
    }

    // The kernel makes such a file as it is read, and tells no size: it is read to its end.
    private static func text(of path: String) -> String {
        guard let file = unsafe fopen(path, "re") else { return "" }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while unsafe feof(file) == 0, unsafe ferror(file) == 0 {
            bytes += unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { room, count in
                count = unsafe fread(room.baseAddress, 1, room.count, file)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
