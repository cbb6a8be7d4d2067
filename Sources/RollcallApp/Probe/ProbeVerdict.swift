internal import CMS
internal import StatusEngine

/// What one signed call to a base URL showed, in words for whoever has to put it right.
struct ProbeVerdict: Hashable, Sendable {
    /// Whether the gateway could use the base URL.
    let isUsable: Bool
    /// Whether further calls would only make it worse.
    let endsProbing: Bool
    /// What is so and what to do: one or two sentences.
    let text: String
    /// How the CMS refused the signature or our address, if it did: nobody may sign so again soon.
    let refusal: CallFailure.Code?

    /// From how many seconds on a difference of clocks is spoken of.
    static let notableSkew: Int64 = 30

    /// Judges a call that was taken, or that failed and did no harm.
    init(_ text: String, isUsable: Bool = false) {
        self.text = text
        self.isUsable = isUsable
        endsProbing = false
        refusal = nil
    }

    /// Judges a call after which no further one may be sent.
    init(_ text: String, refused code: CallFailure.Code) {
        self.text = text
        isUsable = false
        endsProbing = true
        refusal = code.locksOut ? code : nil
    }

    /// The base URL answered as it should.
    static func usable(clockSkew: Int64?) -> ProbeVerdict {
        let well = "It is usable: the signature was accepted and the answer understood."
        guard let clock = clockRemark(clockSkew) else { return ProbeVerdict(well, isUsable: true) }
        return ProbeVerdict("\(well) But \(clock); put the clock right.", isUsable: true)
    }

    /// The call failed, for reasons below HTTP that the circumstances tell apart.
    init(_ failure: CallFailure, _ circumstances: ProbeCircumstances, at url: BaseURL) {
        switch failure.code {
        case .connectFailed: self.init(Self.connecting(circumstances, url))
        case .tlsFailed: self.init(Self.tls(circumstances, failure.detail, url))
        case .unauthorized, .addressLocked, .forbidden:
            self.init(Self.refusal(failure), refused: failure.code)
        case .timedOut, .connectionLost, .reusedConnectionEnded, .tooManyRequests, .wrongHost,
            .serverError, .unexpectedStatus, .bodyTooLarge, .malformedBody:
            self.init(Self.answering(failure))
        case .callFailed, .illegalParameter, .needsNewerCTI, .unknownException, .otherModule,
            .noPermission, .unknownResultCode:
            self.init(Self.business(failure))
        }
    }

    private static func connecting(_ circumstances: ProbeCircumstances, _ url: BaseURL) -> String {
        guard circumstances.nameResolves else {
            return "The name \(url.host) is not known here: check cms.baseURLs and this"
                + " machine's DNS."
        }
        return "Nothing accepts connections at \(url.host) port \(url.port): check the port in"
            + " cms.baseURLs, and the firewalls on the way."
    }

    private static func tls(
        _ circumstances: ProbeCircumstances,
        _ detail: String,
        _ url: BaseURL
    ) -> String {
        switch circumstances.certificate {
        case .expired(let days):
            "The certificate expired \(days == 0 ? "less than a day" : "\(days) days") ago: the CMS's operator has to renew it"
                + " (if it is valid, this machine's clock is wrong)."
        case .notYetValid:
            "The certificate is not valid yet: this machine's clock is behind, or the certificate"
                + " was made too early."
        case .otherName:
            "The certificate is for another name than \(url.host): use the name it was made for"
                + " in cms.baseURLs, or set cms.tls.serverName to it."
        case .unknownAuthority:
            "The certificate is signed by nobody trusted here: put the CA's certificate, or the"
                + " CMS's own when it is self-signed, into a file and name it in cms.tls.caFile."
        case .unknown:
            "No TLS connection could be made (\(detail)): check that this port speaks HTTPS."
        }
    }

    private static func refusal(_ failure: CallFailure) -> String {
        switch failure.code {
        case .unauthorized:
            if let clock = clockRemark(failure.clockSkew) {
                return "The signature was refused (HTTP 401), and \(clock): put the clock right"
                    + " first; the keys may well be good."
            }
            return "The signature was refused (HTTP 401): check cms.accessKey and the secret key,"
                + " then cms.signing. Do not repeat this: bad signatures lock the address."
        case .addressLocked:
            return "The CMS has locked this machine's address after bad signatures (HTTP 403):"
                + " put the keys right, then wait or have the CMS's operator unlock it."
        default:
            return "Something before the CMS, a firewall or a proxy, forbade the call (HTTP 403,"
                + " not in the CMS's form): whoever runs it has to let this address through."
        }
    }

    static func answering(_ failure: CallFailure) -> String {
        switch failure.code {
        case .timedOut:
            "No whole answer came within cms.requestTimeout: the CMS is overloaded, or something"
                + " on the way swallows packets."
        case .connectionLost:
            "The connection broke before the answer was whole: look at the CMS and at what lies"
                + " on the way."
        case .reusedConnectionEnded:
            "The connection of the call before was used again and had ended: the CMS, or something"
                + " on the way, keeps none open. The gateway sends such a call once more."
        case .tooManyRequests:
            "The CMS takes no more calls for now (HTTP 429)\(wait(failure)): try later, and set"
                + " cms.callQuota below what it allows."
        case .wrongHost:
            "The name asked for over TLS and the Host do not fit (HTTP 418): use the name the CMS"
                + " is reached by in cms.baseURLs, and leave cms.tls.serverName out."
        case .serverError:
            "The CMS or a proxy before it is in trouble (\(failure.detail))\(wait(failure)): the"
                + " settings are not at fault; its operator has to look."
        case .bodyTooLarge: "The answer is larger than cms.maximumBodySize: raise it."
        case .malformedBody:
            "An answer came that is not the CMS's form (\(failure.detail)): check that"
                + " cms.baseURLs leads to the CMS and to no other page."
        default:
            "An answer came that a CMS does not give (\(failure.detail)): check scheme, port and"
                + " path of cms.baseURLs."
        }
    }

    static func business(_ failure: CallFailure) -> String {
        switch failure.code {
        case .noPermission:
            "The signature is good, but these keys may not ask for agents' states (0101003): the"
                + " CMS's operator has to grant it."
        case .illegalParameter:
            "The signature is good, but the CMS refuses the parameters (0100002): check cms.ccId"
                + " and cms.vdns."
        case .needsNewerCTI:
            "The signature is good, but the CMS's CTI platform is too old for this call"
                + " (0100003): its operator has to bring it up to date."
        default:
            "The signature is good, but the CMS could not perform the call (\(failure.detail)):"
                + " its operator has to look."
        }
    }

    private static func wait(_ failure: CallFailure) -> String {
        failure.retryAfter.map { " and asks to wait \($0) s" } ?? ""
    }

    /// The difference of the clocks, where it matters.
    private static func clockRemark(_ skew: Int64?) -> String? {
        guard let skew, skew.magnitude >= notableSkew.magnitude else { return nil }
        return "this machine's clock is \(skew.magnitude) s \(skew > 0 ? "behind" : "ahead of")"
            + " the CMS's"
    }
}
