import Testing

@testable import Gateway

@Suite struct FieldElementsTests {
    private func elements(_ line: String) -> [FieldElement] { Array(FieldElements(line)) }

    private func bare(_ name: String, _ value: String? = nil) -> FieldElement {
        FieldElement(name: name, value: value, isBare: true)
    }

    private func adorned(_ name: String, _ value: String? = nil) -> FieldElement {
        FieldElement(name: name, value: value, isBare: false)
    }

    @Test func `elements are parted by commas, with or without blanks`() {
        #expect(elements("a,b=1 ,\tc") == [bare("a"), bare("b", "1"), bare("c")])
    }

    @Test func `empty elements are passed over`() {
        #expect(elements("") == [])
        #expect(elements(" ,, ,\t") == [])
        #expect(elements(", a ,,b,") == [bare("a"), bare("b")])
    }

    @Test func `names lose their case, values keep it`() {
        #expect(elements("No-Cache=Yes") == [bare("no-cache", "Yes")])
    }

    @Test func `a quoted value loses its quotes and escapes`() {
        let line = #"a="1, 2; \"3\\", b="""#
        #expect(elements(line) == [bare("a", #"1, 2; "3\"#), bare("b", "")])
    }

    @Test func `parameters are read over and told of`() {
        let line = #"a; x, b=1;y="p,q" ; z = 2, c;, d;;w"#
        #expect(elements(line) == [adorned("a"), adorned("b", "1"), adorned("c"), adorned("d")])
    }

    @Test func `blanks around the equals sign are read over and told of`() {
        #expect(elements("a =1, b= 2, c = 3").allSatisfy { !$0.isBare })
        #expect(elements("a =1, b= 2, c = 3").map(\.value) == ["1", "2", "3"])
    }
}
