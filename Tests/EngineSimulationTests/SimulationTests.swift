import EngineSimulation
import Testing

@Suite struct SimulationTests {
    @Test(arguments: 0..<8)
    func `the engine keeps its promises on every schedule`(block: UInt64) throws {
        for seed in (block * 50)..<(block * 50 + 50) {
            var simulation = Simulation(seed: seed)
            try simulation.run()
        }
    }
}
