import NIOHTTP1
import Roster
import Testing

@testable import Gateway

@Suite struct APIKeysTests {
    private let keys = APIKeys(
        ["alpha", "beta", "gamma"].map { APIKey(name: $0, digest: KeyDigest(of: "key of \($0)")) }
    )

    @Test func `a digest is the SHA-256 that sha256sum prints`() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(KeyDigest(of: "abc").hex == abc)
        #expect(KeyDigest(hex: abc) == KeyDigest(of: "abc"))
        #expect(KeyDigest(hex: abc.uppercased()) == KeyDigest(of: "abc"))
    }

    @Test(arguments: [
        "", "ba78", String(repeating: "g", count: 64), String(repeating: "0", count: 65),
    ])
    func `what is not 64 hex digits is no digest`(text: String) {
        #expect(KeyDigest(hex: text) == nil)
    }

    @Test func `digests that differ in one bit are not the same`() throws {
        let zero = try #require(KeyDigest(hex: String(repeating: "0", count: 64)))
        #expect(zero.equality(with: zero) == 1)
        for place in 0..<64 {
            var digits = Array(repeating: "0", count: 64)
            for digit in ["1", "2", "4", "8"] {
                digits[place] = digit
                let other = try #require(KeyDigest(hex: digits.joined()))
                #expect(zero.equality(with: other) == 0)
            }
        }
    }

    @Test func `each key is known by its text, and nothing else is`() {
        for name in ["alpha", "beta", "gamma"] {
            #expect(keys.key(presented: "key of \(name)")?.name == name)
        }
        for text in ["", "key of", "key of alph", "key of alphaa", "KEY OF ALPHA"] {
            #expect(keys.key(presented: text) == nil)
        }
        #expect(APIKeys([]).key(presented: "key of alpha") == nil)
    }

    @Test(arguments: [
        ("Authorization", "Bearer abc"), ("authorization", "bearer  abc"), ("X-API-Key", "abc"),
        ("x-api-key", " abc\t"),
    ])
    func `a key comes in either field`(name: String, value: String) {
        #expect(PresentedKey([name: value]) == .one("abc"))
    }

    @Test func `other schemes are none of ours`() {
        #expect(PresentedKey(["Authorization": "Basic YWJj"]) == .none)
        #expect(PresentedKey(["Authorization": "Basic YWJj", "X-API-Key": "abc"]) == .one("abc"))
        #expect(PresentedKey([:]) == .none)
    }

    @Test(arguments: [
        [("Authorization", "Bearer abc"), ("X-API-Key", "abc")],
        [("X-API-Key", "abc"), ("X-API-Key", "def")],
        [("Authorization", "Bearer abc"), ("Authorization", "Bearer abc")],
        [("Authorization", "Bearer")], [("Authorization", "Bearer ")], [("X-API-Key", "")],
        [("X-API-Key", String(repeating: "a", count: 513))],
    ])
    func `several keys, an empty and an endless one are no key`(fields: [(String, String)]) {
        #expect(PresentedKey(HTTPHeaders(fields)) == .unusable)
    }

    @Test func `a name is short and plain, and no key itself`() {
        for name in ["a", "wallboard-2.north_side", String(repeating: "a", count: 64)] {
            #expect(APIKey.isName(name))
        }
        for name in ["", "a b", "ä", "a\n", "rk_abc", String(repeating: "a", count: 65)] {
            #expect(!APIKey.isName(name))
        }
    }
}
