internal import NIOHTTP1
internal import StatusEngine

/// How the attempt at one base URL ended.
enum Attempt: Sendable {
    /// With an answer, or with as much of an error's answer as tells its status.
    case answered(RawAnswer)
    /// With a failure after which the request may have arrived, or with no time left.
    case failed(CallFailure)
    /// Without a connection: nothing was sent.
    case nothingSent(CallFailure)

    /// Judges an error by what had happened before it.
    init(error: any Error, progress: AnswerCollector.Progress, isCancelled: Bool) {
        if let answer = progress.answer, answer.head.status != .ok {
            self = .answered(answer)
            return
        }
        let failure =
            isCancelled
            ? CallFailure(.connectionLost, detail: "the call was cancelled")
            : CallFailure(transport: error, requestBegan: progress.requestBegan)
        let hadConnection = progress.requestBegan || failure.code == .reusedConnectionEnded
        let isOver = isCancelled || hadConnection || failure.code == .timedOut
        self = isOver ? .failed(failure) : .nothingSent(failure)
    }
}
