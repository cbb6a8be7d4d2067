import CMS
import JSONScanning
import Roster
import StatusEngine

/// What an answer comes to, in a form two readers can be compared by.
enum ReferenceOutcome: Equatable {
    /// The text is no JSON.
    case notJSON
    /// The text is JSON and not an answer.
    case fault(BodyFault)
    /// The CMS's verdict was not success.
    case failure(CallFailure.Code)
    /// The rows, and how many name nobody who can be read.
    case rows(reports: [AgentReport], unreadable: [AgentID], nameless: Int)

    /// What Rollcall's reader makes of a document.
    init(scanning document: [UInt8]) {
        do {
            switch try Answers.read(document).outcome {
            case .success(let report):
                self = .rows(
                    reports: report.reports,
                    unreadable: report.unreadable,
                    nameless: report.unreadableNames
                )
            case .failure(let failure): self = .failure(failure.code)
            }
        } catch {
            self = error.isSyntax ? .notJSON : .fault(error)
        }
    }
}
