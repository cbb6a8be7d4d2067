internal import Roster

extension SettingsAssembly {
    /// The largest groups file read, in bytes.
    private static var maximumGroupsFileSize: Int { 64 << 20 }

    /// The groups of the file named by `groups.file`, or none.
    mutating func groupDirectory(_ vdns: [VDN]) -> GroupDirectory {
        guard let path = path(.groupsFile) else { return GroupDirectory([:]) }
        do throws(FileTrouble) {
            let contents = try files.read(path, atMost: Self.maximumGroupsFileSize)
            let file = GroupsFile(contents.bytes, path: path, vdns: vdns)
            for problem in file.problems { reader.report(problem) }
            return GroupDirectory(file.groups)
        } catch {
            reader.report(.groupsFile, "\(error)")
            return GroupDirectory([:])
        }
    }
}
