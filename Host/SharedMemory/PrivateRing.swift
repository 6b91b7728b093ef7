/// The private ring: host to one worker, in order, nothing ever lost.
///
/// The host writes cells in its own region, which the worker has mapped read-only. How far the
/// worker has read comes back in the worker's region and is only a hint: a value that cannot be is
/// a breach of the protocol, and no value makes the host write over what it cannot know was read.
/// A worker that claims to have read more than it did harms only itself.

public enum PrivateRing {
    /// Fewest cells of a ring.
    public static let cellsMin = 64
}
