import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct CleanMappingTests {
    @Test func `code and constants of which no page has been written to are clean`() {
        let code = smaps("400000-2dd6000 r-xp 00000000 fe:00 2625  /opt/two words/rollcall")
        let constants = smaps("7f00a000-7f00b000 r--p 0001a000 fe:00 77 /usr/lib/libc.so.6")
        #expect(
            CleanMapping.all(in: code + constants).map(\.addresses)
                == [0x40_0000..<0x2dd_6000, 0x7f00_a000..<0x7f00_b000]
        )
    }

    @Test func `relocations, breakpoints and whatever else was written make a mapping unclean`() {
        let relocated = smaps("2dd7000-2eff000 r--p 029d6000 fe:00 2625 /opt/rollcall", written: 4)
        let probed = smaps("400000-2dd6000 r-xp 00000000 fe:00 2625 /opt/rollcall", written: 8)
        #expect(CleanMapping.all(in: relocated + probed).isEmpty)
    }

    @Test(
        arguments: [
            "2eff000-55cd000 rw-p 02afe000 fe:00 2625 /opt/rollcall",
            "400000-2dd6000 r-xs 00000000 fe:00 2625 /opt/rollcall",
            "7ffd2000-7ffd4000 r-xp 00000000 00:00 0 [vdso]",
            "7f330000-7f350000 r--p 00000000 00:00 0 ",
        ]
    )
    func `what can be written to, is shared or is of no file is left alone`(header: String) {
        #expect(CleanMapping.all(in: smaps(header)).isEmpty)
    }

    @Test(arguments: ["", "400000 r-xp 0 fe:00 1 /a", "b-a r-xp 0 fe:00 1 /a", "x-y r-xp 0 a 1 /a"])
    func `what is no list of mappings has none`(header: String) {
        #expect(CleanMapping.all(in: smaps(header)).isEmpty)
    }

    @Test func `a mapping whose written pages are not told is left alone`() {
        let header = "400000-2dd6000 r-xp 00000000 fe:00 2625 /opt/rollcall\nSize: 42840 kB\n"
        let next = smaps("2eff000-55cd000 rw-p 02afe000 fe:00 2625 /opt/rollcall")
        #expect(CleanMapping.all(in: header + next).isEmpty)
    }

    @Test func `giving back what is clean takes no code or constant from a running process`() {
        ProgramPages.giveBack()
        #expect("\(SampleWords.all)" == #"["idle", "talking"]"#)
    }
}

/// Constants of the program's file, to be read after its pages were given back.
private enum SampleWords {
    static let all = ["idle", "talking"]
}

/// An entry of smaps, with so many KiB written.
private func smaps(_ header: String, written: Int = 0) -> String {
    """
    \(header)
    Size:              42840 kB
    Rss:               23560 kB
    Private_Dirty:         0 kB
    Anonymous:     \(written) kB
    FilePmdMapped:         0 kB
    VmFlags: rd ex mr mw me

    """
}
