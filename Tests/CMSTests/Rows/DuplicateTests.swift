import CMS
import Roster
import StatusEngine
import Testing

struct DuplicateTests {
    let idle = Answers.row(1031, ["currentState": "1"])
    let talking = Answers.row(1031, ["currentState": "5"])
    let broken = Answers.row(1031, ["currentState": "\"?\""])
    let other = Answers.row(1099)

    @Test func `where the arrays differ resultDesc wins and each agent is counted`() throws {
        let third = Answers.row(2000)
        for text in [
            Answers.success(desc: "[\(talking),\(other)]", datas: "[\(idle),\(third),\(other)]"),
            #"{"resultDesc":[\#(talking),\#(other)],"resultDatas":[\#(other),\#(idle),\#(third)],"#
                + #""resultCode":"0100000"}"#,
        ] {
            let response = try Answers.read(text)
            #expect(try response.rows.reports.map(\.id.number) == [1031, 1099])
            #expect(try response.rows.reports.first?.state == .talking)
            #expect(response.met == ["disagreeingArrays": 2])
        }
    }

    @Test func `the same rows in another order or spacing do not disagree`() throws {
        let response = try Answers.read(
            Answers.success(desc: "[\(talking),\(other)]", datas: "[ \(other) ,\n\(talking) ]")
        )
        #expect(try response.rows.reports.map(\.id.number) == [1031, 1099])
        #expect(response.met.isEmpty)
    }

    @Test func `an array that only begins like the other one is read to its own end`() throws {
        let response = try Answers.read(
            Answers.success(desc: "[\(talking),\(other)]", datas: "[\(talking)]")
        )
        #expect(try response.rows.reports.count == 2)
        #expect(response.met == ["disagreeingArrays": 1])
    }

    @Test func `anomalies of the array that lost are not counted`() throws {
        let response = try Answers.read(Answers.success(desc: "[\(talking)]", datas: "[\(broken)]"))
        #expect(response.met == ["disagreeingArrays": 1])
    }

    @Test func `a row that repeats another one is dropped and counted`() throws {
        let response = try Answers.read(Answers.success(rows: idle, idle, other, idle))
        #expect(try response.rows.reports.map(\.id.number) == [1031, 1099])
        #expect(response.met == ["duplicateRow": 2])
    }

    @Test func `of two rows that disagree the first one stands`() throws {
        let response = try Answers.read(Answers.success(rows: idle, talking))
        #expect(try response.rows.reports.map(\.state) == [.idle])
        #expect(response.met == ["disagreeingDuplicate": 1])
    }

    @Test func `a readable row stands before an unreadable one, whichever comes first`() throws {
        for rows in [[idle, broken], [broken, idle]] {
            let response = try Answers.read(
                Answers.success(desc: "[\(rows.joined(separator: ","))]")
            )
            #expect(try response.rows.reports.map(\.state) == [.idle])
            #expect(try response.rows.unreadable.isEmpty)
            #expect(response.met["disagreeingDuplicate"] == 1)
        }
    }

    @Test func `an agent whose rows are all unreadable is named once`() throws {
        let response = try Answers.read(Answers.success(rows: broken, broken))
        #expect(try response.rows.unreadable.map(\.number) == [1031])
        #expect(response.met == ["unreadableRow": 2, "wrongType": 2, "duplicateRow": 1])
    }

    @Test func `more rows than can be asked for are all read and counted once`() throws {
        let rows = (70_000..<76_010).map { Answers.row($0) }.joined(separator: ",")
        let response = try Answers.read(Answers.success(desc: "[\(rows)]", datas: "[\(rows)]"))
        #expect(try response.rows.reports.count == 6010)
        #expect(response.met == ["tooManyRows": 1])
    }

    @Test func `six thousand rows are not too many`() throws {
        let rows = (70_000..<76_000).map { Answers.row($0) }.joined(separator: ",")
        let response = try Answers.read(Answers.success(desc: "[\(rows)]"))
        #expect(try response.rows.reports.map(\.id.number) == Array(70_000..<76_000))
        #expect(response.met.isEmpty)
    }
}
