// Reads an answer of the CMS again and again, once with rollcall's reader and once with
// Foundation's JSONDecoder: decode-comparison FILE ROUNDS
//
// Each line of the output is a round: nanoseconds of the one, nanoseconds of the other.

import CMS
import Foundation
import StatusEngine

guard CommandLine.arguments.count == 3, let rounds = Int(CommandLine.arguments[2]),
    let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
else {
    print("usage: decode-comparison FILE ROUNDS")
    exit(64)
}

let bytes = Array(data)
let clock = ContinuousClock()

func nanoseconds(_ work: () throws -> Int) throws -> Int64 {
    var rows = 0
    let took = try clock.measure { rows = try work() }
    guard rows > 0 else {
        print("nothing was read")
        exit(1)
    }
    return took.components.seconds * 1_000_000_000 + took.components.attoseconds / 1_000_000_000
}

for _ in 0..<rounds {
    let ours = try nanoseconds {
        guard case .success(let report) = try BatchResponse(reading: bytes.span).outcome else {
            return 0
        }
        return report.reports.count
    }
    let theirs = try nanoseconds {
        let answer = try JSONDecoder().decode(FoundationAnswer.self, from: data)
        return min(answer.resultDesc.count, answer.resultDatas.count)
    }
    print(ours, theirs)
}
