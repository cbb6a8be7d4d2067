import Roster
import Testing

@Suite struct HexadecimalTests {
    @Test func `numbers and bytes keep their leading zeros`() {
        #expect(UInt64(0x5eed).hex == "0000000000005eed")
        #expect(UInt32(7).hex == "00000007")
        #expect([0x00, 0x0A, 0xFF].hex == "000aff")
        #expect([UInt8]().hex == "")
    }

    @Test func `bytes are read in either case`() {
        #expect([UInt8](hex: "000aFf") == [0x00, 0x0A, 0xFF])
        #expect([UInt8](hex: "") == [])
    }

    @Test(arguments: ["0", "000", "0g", "+f", " 0", "ＦＦ", "é0", "0x00"])
    func `what is not all digits is refused`(text: String) {
        #expect([UInt8](hex: text) == nil)
    }
}
