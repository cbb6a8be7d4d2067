internal import Roster
internal import StatusEngine

// Answers given again while they hold, of which the engine hears nothing.
extension Simulation {
    /// An answer that may be given again.
    struct HeldAnswer {
        let answer: Answer
        let question: Question
        let version: UInt64
    }

    /// Plans to give an answer again, where it holds.
    mutating func hold(_ answer: Answer, to question: Question) {
        guard let duration = answer.holdsFor else { return }
        let version = twins.engine.version
        let held = HeldAnswer(answer: answer, question: question, version: version)
        for _ in 0..<world.number(0...2) {
            let pause = Int64.random(in: 0..<duration.nanoseconds, using: &world.random)
            queue.plan(.giveAgain(held), at: now.instant + .nanoseconds(pause))
        }
    }

    /// Gives an answer again, which has to be as true as one just made; its agent is in demand.
    mutating func giveAgain(_ held: HeldAnswer) throws(Violation) {
        guard held.version == twins.engine.version else { return }
        for id in held.question.ids {
            ledger.wantedAt[.init(vdn: held.question.vdn, id: id)] = now.instant
        }
        let now = now.instant
        try wrap { fail in
            try ledger.check(held.answer, to: held.question, askedAt: now, at: now, fail)
        }
    }
}
