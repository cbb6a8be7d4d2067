internal import Foundation

/// The files of this machine.
package struct LocalFiles: FileReading {
    /// Creates the way to them.
    package init() {}

    /// Looks at the directory; nothing is written.
    package func checkDirectory(_ path: String) throws(FileTrouble) {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let facts = try? FileManager.default.attributesOfItem(atPath: real) else {
            throw .notFound
        }
        guard facts[.type] as? FileAttributeType == .typeDirectory else { throw .notADirectory }
        guard FileManager.default.isWritableFile(atPath: real),
            FileManager.default.isExecutableFile(atPath: real)
        else { throw .notWritable }
    }

    /// Reads a whole file.
    package func read(_ path: String, atMost bytes: Int) throws(FileTrouble) -> FileContents {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let facts = try? FileManager.default.attributesOfItem(atPath: real) else {
            throw .notFound
        }
        guard facts[.type] as? FileAttributeType == .typeRegular else { throw .notAFile }
        guard let size = facts[.size] as? Int, size <= bytes else {
            throw .tooLarge(atMost: bytes)
        }
        guard let data = FileManager.default.contents(atPath: real) else { throw .notReadable }
        let permissions = (facts[.posixPermissions] as? NSNumber)?.uint16Value ?? 0o777
        return FileContents(bytes: Array(data), permissions: permissions & 0o777)
    }
}
