import Testing

@testable import RollcallApp

struct FileWatchTests {
    private static let files = ["/a", "/b"].map { WatchedFile(path: $0, maximumBytes: 10) }

    /// What each look leads to, where what is found is read.
    private func reads(_ looks: [Int]) -> [Bool] {
        var watch = FileWatch([Self.files[0]: 1, Self.files[1]: 1])
        return looks.map { look in
            let files = [Self.files[0]: look, Self.files[1]: 1]
            let isRead = watch.saw(files)
            if isRead { watch.read(files) }
            return isRead
        }
    }

    @Test func `files that are as they were are not read again`() {
        #expect(reads([1, 1, 1]) == [false, false, false])
    }

    @Test func `news is read once two looks in a row see the same`() {
        #expect(reads([2, 2]) == [false, true])
    }

    @Test func `a file that is being written is left until it is whole`() {
        #expect(reads([2, 3, 4, 5, 5]) == [false, false, false, false, true])
    }

    @Test func `what was read, be it refused, is not read again until it changes`() {
        #expect(reads([2, 2, 2, 3, 3]) == [false, true, false, false, true])
    }

    @Test func `a change that is taken back before it settled is none`() {
        #expect(reads([2, 1, 1]) == [false, false, false])
    }

    @Test func `every file that is read is watched, one that is not there too`() throws {
        let files = NotedFiles(MemoryFiles(["/a": "text"]))
        _ = try files.read("/a", atMost: 10)
        #expect(throws: FileTrouble.notFound) { try files.read("/b", atMost: 10) }
        #expect(Set(files.look.keys) == Set(Self.files))
        let same = NotedFiles.look(at: Self.files, in: MemoryFiles(["/a": "text"]))
        #expect(files.look == same)
        let other = NotedFiles.look(at: Self.files, in: MemoryFiles(["/a": "texts"]))
        #expect(files.look != other)
    }

    @Test func `a file above its own limit looks as it did when it was read`() {
        let files = MemoryFiles(["/a": "longer than ten bytes"])
        let noted = NotedFiles(files)
        #expect(throws: FileTrouble.tooLarge(atMost: 10)) { try noted.read("/a", atMost: 10) }
        #expect(NotedFiles.look(at: noted.look.keys, in: files) == noted.look)
    }
}
