/// What can be asked of the engine, and how it answers: the numbers in a message's header.

/// What a message asks for. A reply carries the verb of its request.
public enum LinkVerb: UInt16, Sendable, CaseIterable {
    /// Who are you: `key=value` lines both ways (`HelloRequest`, `EngineFacts`).
    case hello = 1
    /// Start a strategy: `DeployRequest`, answered with `DeployReply`.
    case deploy = 2
    /// A `tectra_strategy_command`: start, pause, resume, stop.
    case command = 3
    /// Rows of `tectra_limits`, then one `tectra_limits_commit`: all of them or none.
    case limits = 4
    /// A `tectra_kill_switch`: pull or clear.
    case kill = 5
    /// Start, stop or look at the feed: `FeedRequest`, answered with `FeedStatus`.
    case feed = 6
    /// A `LinkQuery`, answered with rows of its kind.
    case query = 7
    /// End the engine in order; the payload says who and why, for people.
    case shutDown = 8
    /// Another version of a strategy: `ReloadRequest`, answered with `ReloadReply`.
    case reload = 9
    /// A strategy's parameters: `ConfigureRequest`, answered with `ConfigureReply`.
    case configure = 10
}

/// How a message is to be taken.
public enum LinkStatus: UInt16, Sendable, CaseIterable {
    /// Not an answer: a request.
    case request = 0
    /// Done; the last message of an answer.
    case done = 1
    /// A part of an answer; more follow with the same correlation.
    case more = 2
    /// Understood and not done; the payload is UTF-8 text that says why and what to do.
    case refused = 3
    /// Not understood; the payload says what is wrong, and the engine closes the connection.
    case malformed = 4
}
