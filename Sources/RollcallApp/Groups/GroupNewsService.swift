internal import ServiceLifecycle

/// Lets answers know the groups that are learnt while rollcall runs.
///
/// Making the directory of many agents anew takes milliseconds, which no thread that serves requests
/// has to spare.
struct GroupNewsService: Service {
    private let news: GroupNews
    private let keeper: ResponderKeeper
    private let executor: (any TaskExecutor)?

    /// Creates the part; it works on the executor, if there is one.
    init(_ news: GroupNews, _ keeper: ResponderKeeper, on executor: (any TaskExecutor)?) {
        self.news = news
        self.keeper = keeper
        self.executor = executor
    }

    /// Takes in what is new until all is to end.
    func run() async throws {
        await withTaskExecutorPreference(executor) {
            for await _ in news.changes.cancelOnGracefulShutdown() { keeper.groupsChanged() }
        }
    }
}
