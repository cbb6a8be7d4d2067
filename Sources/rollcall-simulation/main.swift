internal import EngineSimulation
internal import Foundation

// Runs schedules of the engine's simulation: rollcall-simulation [RUNS [FIRST-SEED]].
let numbers = CommandLine.arguments.dropFirst().map { UInt64($0) }
guard numbers.count <= 2, !numbers.contains(nil) else {
    FileHandle.standardError.write(Data("usage: rollcall-simulation [RUNS [FIRST-SEED]]\n".utf8))
    exit(64)
}
let runs = numbers.first.flatMap(\.self) ?? 20_000
let first = numbers.dropFirst().first.flatMap(\.self) ?? 0
var failed = 0
for seed in first..<(first + runs) {
    var simulation = Simulation(seed: seed)
    do throws(Violation) {
        try simulation.run()
    } catch {
        failed += 1
        print(error)
        if failed >= 10 { break }
    }
}
print("\(runs) schedules from seed \(first): \(failed) failed")
exit(failed == 0 ? 0 : 1)
