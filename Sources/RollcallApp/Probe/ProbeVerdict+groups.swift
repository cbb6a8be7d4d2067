internal import CMS
internal import StatusEngine

// What a call about groups showed, after one about agents was taken.
extension ProbeVerdict {
    /// Judges how a call about groups ended.
    init(_ outcome: GroupCallOutcome, to kind: GroupCallKind, _ settings: GroupRefreshSettings) {
        switch outcome {
        case .success(let page): self.init(Self.found(page, settings), isUsable: true)
        case .failure(let failure): self.init(failure, of: kind)
        }
    }

    private init(_ failure: CallFailure, of kind: GroupCallKind) {
        switch failure.code {
        case .unauthorized, .addressLocked, .forbidden:
            let words = Self.refusal(failure.code, of: kind)
            self.init("\(words) No further call was sent.", refused: failure.code)
        case .noPermission:
            self.init(
                "The signature is good, but these keys may not make this call (0101003): the CMS's"
                    + " operator has to grant it; until then switch the source off."
            )
        case .illegalParameter: self.init(Self.parameters(of: kind))
        case .needsNewerCTI, .callFailed, .unknownException, .otherModule, .unknownResultCode:
            self.init(Self.business(failure))
        case .timedOut, .connectionLost, .reusedConnectionEnded, .tooManyRequests, .wrongHost,
            .serverError, .bodyTooLarge:
            self.init(Self.answering(failure))
        case .connectFailed, .tlsFailed:
            self.init("The CMS could be reached just before, and now no connection can be made.")
        case .malformedBody, .unexpectedStatus:
            self.init(
                "An answer came that is not the one the contract has (\(failure.detail)): ask the"
                    + " CMS's operator whether this CMS has the call."
            )
        }
    }

    private static func found(_ page: GroupPage, _ settings: GroupRefreshSettings) -> String {
        switch page {
        case .userGroups(let groups, _):
            let wanted = groups.count(where: settings.includes)
            let others = groups.count - wanted
            let rest = others > 0 ? ", and of \(others) that \(others == 1 ? "is" : "are") not" : ""
            return "The CMS tells of \(counted(wanted, "group")) to be learnt\(rest)."
        case .userGroupMembers(let members, _):
            return "The CMS tells of \(counted(members.count, "member")) on the first page."
        case .skills(let skills, _):
            return "The CMS tells of \(counted(skills.count, "queue"))."
        case .skilledAgents(let agents, let total, _):
            let all = total.map { " of \($0)" } ?? ""
            return "The CMS tells of \(counted(agents.count, "agent"))\(all) on the first page."
        case .signedInAgents(let agents, _):
            let count = agents.values.reduce(0) { $0 + $1.count }
            return "The CMS tells of \(counted(count, "agent")) in the first queue."
        }
    }

    private static func refusal(_ code: CallFailure.Code, of kind: GroupCallKind) -> String {
        switch code {
        case .unauthorized where !kind.hasBody:
            "The signature was refused (HTTP 401), though that of the call about agents is good:"
                + " this CMS sees the signature of a GET otherwise than rollcall, which signs its"
                + " host alone. Switch groups.userGroups and groups.skillQueues off, and ask the"
                + " CMS's operator what is to be signed."
        case .unauthorized:
            "The signature was refused (HTTP 401), though that of the call about agents is good:"
                + " the CMS will not have this call from these keys. Switch the source off, and"
                + " ask the CMS's operator why."
        case .addressLocked:
            "The CMS refused this machine's address (HTTP 403), though it took the call about"
                + " agents just before: ask its operator whether these keys may make this call."
        default:
            "Something before the CMS, a firewall or a proxy, forbade this call (HTTP 403, not in"
                + " the CMS's form) and not that about agents: whoever runs it has to let its path"
                + " through."
        }
    }

    private static func parameters(of kind: GroupCallKind) -> String {
        let words =
            "The signature is good, but the CMS refuses the parameters (0100002): check"
            + " cms.ccId and cms.vdns"
        guard let call = WrappableCall(rawValue: kind.rawValue) else { return "\(words)." }
        return "\(words), and whether it wants the body wrapped: groups.queryParam:"
            + " [\(call.rawValue)]."
    }

    private static func counted(_ count: Int, _ what: String) -> String {
        "\(count) \(what)\(count == 1 ? "" : "s")"
    }
}

extension GroupCallKind {
    /// What is asked for, in words.
    var subject: String {
        switch self {
        case .userGroups: "user groups"
        case .userGroupMembers: "members of a user group"
        case .skills: "skill queues"
        case .skilledAgents: "agents of skill queues"
        case .signedInAgents: "agents signed in to a skill queue"
        }
    }
}
