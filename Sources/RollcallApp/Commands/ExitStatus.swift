/// How a command ends, as the shell sees it.
package enum ExitStatus: Int32, Sendable {
    /// All went well; also after SIGTERM and SIGINT.
    case success = 0
    /// It could not start, or stopped with an error.
    case failure = 1
    /// The command line cannot be used (`EX_USAGE` of sysexits.h).
    case usage = 64
    /// No call was sent because the CMS refuses the credentials (`EX_TEMPFAIL`).
    case lockedOut = 75
    /// The settings cannot be used (`EX_CONFIG` of sysexits.h).
    case configuration = 78
}
