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
