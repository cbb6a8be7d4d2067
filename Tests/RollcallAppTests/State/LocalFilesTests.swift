import Foundation
import Testing

@testable import RollcallApp

struct LocalFilesTests {
    private let files = LocalFiles()

    @Test func `a file is written whole, for its owner alone, and replaced`() throws {
        try withDirectory { directory in
            let path = directory + "/state"
            try files.replace(path, with: [1, 2, 3])
            try files.replace(path, with: Array(repeating: 7, count: 300_000))
            let contents = try files.read(path, atMost: 1 << 20)
            #expect(contents.bytes == Array(repeating: 7, count: 300_000))
            #expect(contents.permissions == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["state"])
        }
    }

    @Test func `a file is moved over another one and removed, twice without harm`() throws {
        try withDirectory { directory in
            let (one, other) = (directory + "/one", directory + "/other")
            try files.replace(one, with: [1])
            try files.replace(other, with: [2])
            try files.move(one, to: other)
            #expect(try files.read(other, atMost: 9).bytes == [1])
            #expect(throws: FileTrouble.notFound) { try files.read(one, atMost: 9) }
            try files.remove(other)
            try files.remove(other)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
        }
    }

    @Test func `a directory that does not exist is told`() throws {
        try withDirectory { directory in
            let path = directory + "/none/file"
            let trouble = FileWriteTrouble(errorNumber: 2)
            #expect(throws: trouble) { try files.replace(path, with: []) }
            #expect(throws: trouble) { try files.move(path, to: path) }
            #expect(trouble.description == "is in a directory that does not exist")
            #expect(throws: FileTrouble.notFound) { try files.checkDirectory(directory + "/none") }
        }
    }

    @Test func `a part of a file is written over, and no file is made for it`() throws {
        try withDirectory { directory in
            let path = directory + "/state"
            #expect(throws: FileWriteTrouble(errorNumber: 2)) {
                try files.overwrite(path, at: 0, with: [1])
            }
            #expect(files.modifiedAt(path) == nil)
            try files.replace(path, with: [1, 2, 3, 4])
            try files.overwrite(path, at: 1, with: [7, 8])
            #expect(try files.read(path, atMost: 9).bytes == [1, 7, 8, 4])
            #expect(files.modifiedAt(path) != nil)
        }
    }

    @Test func `a write that fails leaves nothing behind`() throws {
        try withDirectory { directory in
            let path = directory + "/taken"
            try FileManager.default.createDirectory(
                atPath: path + "/by",
                withIntermediateDirectories: true
            )
            #expect(throws: FileWriteTrouble.self) { try files.replace(path, with: [1, 2, 3]) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["taken"])
        }
    }

    @Test func `a file as large as allowed is read and a larger one is told`() throws {
        try withDirectory { directory in
            let path = directory + "/file"
            try files.replace(path, with: Array(repeating: 7, count: 70_000))
            #expect(try files.read(path, atMost: 70_000).bytes.count == 70_000)
            #expect(throws: FileTrouble.tooLarge(atMost: 69_999)) {
                try files.read(path, atMost: 69_999)
            }
        }
    }

    @Test func `a link is followed, and one that leads nowhere is told`() throws {
        try withDirectory { directory in
            let (file, link) = (directory + "/file", directory + "/link")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
            #expect(throws: FileTrouble.notFound) { try files.read(link, atMost: 9) }
            try files.replace(file, with: [1])
            #expect(try files.read(link, atMost: 9).bytes == [1])
            #expect(throws: FileTrouble.notFound) { try files.read(link + "/x", atMost: 9) }
        }
    }

    @Test func `a mount that can be written to is none that cannot`() throws {
        try withDirectory { directory in
            try files.replace(directory + "/file", with: [1])
            #expect(try !files.read(directory + "/file", atMost: 9).isOnReadOnlyMount)
        }
    }

    @Test func `a pipe and a device are no files, and nothing waits for them`() throws {
        try withDirectory { directory in
            let pipe = directory + "/pipe"
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            for path in [pipe, "/dev/null", directory] {
                #expect(throws: FileTrouble.notAFile) { try files.read(path, atMost: 9) }
            }
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may enter every folder"))
    func `a folder that may not be entered is told as that`() throws {
        try withDirectory { directory in
            let folder = directory + "/folder"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o000]
            )
            #expect(throws: FileTrouble.notReachable) { try files.read(folder + "/f", atMost: 9) }
            #expect(throws: FileTrouble.notReachable) { try files.checkDirectory(folder + "/f") }
        }
    }

    @Test func `a directory is no file and a file is no directory`() throws {
        try withDirectory { directory in
            try files.checkDirectory(directory)
            try files.replace(directory + "/file", with: [])
            #expect(throws: FileTrouble.notADirectory) {
                try files.checkDirectory(directory + "/file")
            }
        }
    }
}
