import StatusEngine
import Testing

@testable import RollcallApp

struct StandardErrorSinkTests {
    private func sink(_ output: ScriptedOutput) -> StandardErrorSink {
        StandardErrorSink(output, now: { output.now })
    }

    @Test func `a line is written whole, however little of it is taken at a time`() {
        let output = ScriptedOutput(room: .max, taking: 3)
        let isTaken = sink(output).write("eleven byte")
        #expect(isTaken)
        #expect(output.text == "eleven byte\n")
    }

    @Test func `a piece is never larger than what a pipe takes without waiting`() {
        let output = ScriptedOutput(room: 3)
        let isTaken = sink(output).write(String(repeating: "x", count: 10_000))
        #expect(isTaken)
        #expect(output.text.utf8.count == 10_001)
    }

    @Test func `a reader that has stopped is waited for once, not line by line`() {
        let output = ScriptedOutput(room: 0)
        let sink = sink(output)
        for line in 0..<100 {
            let isTaken = sink.write("\(line)")
            #expect(!isTaken)
        }
        #expect(output.waited == WritePatience.whole)
    }

    @Test func `a reader that goes on is waited for again`() {
        let output = ScriptedOutput(room: 0)
        let sink = sink(output)
        sink.write("lost")
        output.makeRoom(1)
        sink.write("read")
        sink.write("lost")
        #expect(output.text == "read\n")
        #expect(output.waited == WritePatience.whole + WritePatience.whole)
    }

    @Test func `a reader that goes on within a line has the whole patience for the rest of it`() {
        let output = ScriptedOutput(room: 0, taking: 2)
        let sink = sink(output)
        sink.write("lost")
        output.makeRoom(1)
        sink.write("cut")
        #expect(output.waited == WritePatience.whole + WritePatience.whole)
    }

    @Test func `what comes after a line that was cut off begins on a line of its own`() {
        let output = ScriptedOutput(room: 1, taking: 2)
        let sink = sink(output)
        let isTaken = sink.write("cut")
        #expect(!isTaken)
        output.makeRoom(.max)
        sink.write("next")
        sink.write("last")
        #expect(output.text == "cu\nnext\nlast\n")
    }
}
