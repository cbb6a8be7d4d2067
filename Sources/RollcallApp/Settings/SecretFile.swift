/// A file that holds a secret and nothing else.
enum SecretFile {
    /// The largest one read, in bytes.
    private static let maximumSize = 64 << 10

    /// Reads the secret: one line of UTF-8 that only its owner and group may read.
    /// - Throws: `SettingComplaint`, which never holds anything of the file.
    static func secret(
        at path: String,
        _ files: any FileReading
    ) throws(SettingComplaint) -> String {
        let contents = try contents(path, files)
        if let exposure = contents.exposure {
            throw SettingComplaint(path, "\(exposure); \(FileContents.remedy(forExposureOf: path))")
        }
        guard let text = String(validating: contents.bytes, as: UTF8.self) else {
            throw SettingComplaint(path, "is not UTF-8 text")
        }
        return try SecretText.secret(text)
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
