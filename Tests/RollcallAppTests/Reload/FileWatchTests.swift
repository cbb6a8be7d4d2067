import Testing

@testable import RollcallApp

struct FileWatchTests {
    @Test func `files that are as they were are not read again`() {
        var watch = FileWatch(["a": 1])
        #expect(!watch.saw(["a": 1]))
        #expect(!watch.saw(["a": 1]))
    }

    @Test func `news is read once two looks in a row see the same`() {
        var watch = FileWatch(["a": 1, "b": 1])
        #expect(!watch.saw(["a": 2, "b": 1]))
        #expect(watch.saw(["a": 2, "b": 1]))
    }

    @Test func `a file that is being written is left until it is whole`() {
        var watch = FileWatch(["a": 1])
        for size in 2...5 { #expect(!watch.saw(["a": size])) }
        #expect(watch.saw(["a": 5]))
    }

    @Test func `what was read and refused is not read again until it changes`() {
        var watch = FileWatch(["a": 1])
        _ = watch.saw(["a": 2])
        _ = watch.saw(["a": 2])
        watch.read(["a": 2])
        #expect(!watch.saw(["a": 2]))
        #expect(!watch.saw(["a": 3]))
        #expect(watch.saw(["a": 3]))
    }

    @Test func `a change that is taken back before it settled is none`() {
        var watch = FileWatch(["a": 1])
        #expect(!watch.saw(["a": 2]))
        #expect(!watch.saw(["a": 1]))
        #expect(!watch.saw(["a": 1]))
    }

    @Test func `every file that is read is watched, one that is not there too`() throws {
        let files = NotedFiles(MemoryFiles(["/a": "text"]))
        _ = try files.read("/a", atMost: 10)
        #expect(throws: FileTrouble.notFound) { try files.read("/b", atMost: 10) }
        #expect(Set(files.look.keys) == ["/a", "/b"])
        let same = NotedFiles.look(at: ["/a", "/b"], in: MemoryFiles(["/a": "text"]))
        #expect(files.look == same)
        let other = NotedFiles.look(at: ["/a", "/b"], in: MemoryFiles(["/a": "texts"]))
        #expect(files.look != other)
    }
}
