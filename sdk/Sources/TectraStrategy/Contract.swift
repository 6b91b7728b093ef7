/// One import is enough for an author: the contract's types come along with `TectraStrategy`, for
/// the declaration of the entry and for records that this version has no type for.
@_exported public import PluginABI
