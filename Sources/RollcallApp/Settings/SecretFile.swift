/// A file that holds a secret and nothing else.
enum SecretFile {
    /// The largest one read, in bytes.
    private static let maximumSize = 64 << 10

    /// Reads the secret: one line of UTF-8 that nobody but the file's owner may read.
    /// - Throws: `SettingComplaint`, which never holds anything of the file.
    static func secret(
        at path: String,
        _ files: any FileReading
    ) throws(SettingComplaint) -> String {
        let contents = try contents(path, files)
        guard !contents.isOpenToGroupOrOthers else {
            throw SettingComplaint(path, "may be read by others; run: chmod 600 \(path)")
        }
        guard let text = String(validating: contents.bytes, as: UTF8.self) else {
            throw SettingComplaint(path, "is not UTF-8 text")
        }
        let end = text.lastIndex { !$0.isNewline }.map(text.index(after:))
        let secret = text[..<(end ?? text.startIndex)]
        guard !secret.isEmpty else { throw SettingComplaint(path, "is empty") }
        guard !secret.contains(where: \.isNewline) else {
            throw SettingComplaint(path, "has several lines; it must hold the secret alone")
        }
        return String(secret)
    }

    private static func contents(
        _ path: String,
        _ files: any FileReading
    ) throws(SettingComplaint) -> FileContents {
        do throws(FileTrouble) {
            return try files.read(path, atMost: maximumSize)
        } catch {
            throw SettingComplaint(path, "\(error)")
        }
    }
}
