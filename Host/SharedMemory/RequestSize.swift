/// The requests of the contract and their sizes: the one table that both the host's check and its
/// test use.
internal import PluginABI
internal import Records

/// Size of the whole record with this template when a worker may send it; 0 when it may not.
@usableFromInline
func requestSize(template: UInt16) -> Int {
    switch template {
    case tectra_submit.templateID: tectra_submit.size
    case tectra_modify.templateID: tectra_modify.size
    case tectra_cancel.templateID: tectra_cancel.size
    case tectra_cancel_all.templateID: tectra_cancel_all.size
    case tectra_signal.templateID: tectra_signal.size
    case tectra_log.templateID: tectra_log.size
    case tectra_set_timer.templateID: tectra_set_timer.size
    case tectra_lapped.templateID: tectra_lapped.size
    case tectra_parameter.templateID: tectra_parameter.size
    case tectra_configured.templateID: tectra_configured.size
    case tectra_state.templateID: tectra_state.size
    default: 0
    }
}
