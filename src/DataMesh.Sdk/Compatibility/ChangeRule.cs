namespace DataMesh;

/// <summary>A verdict about one kind of change; the table of all of them is <see cref="ChangeRules"/>.</summary>
/// <param name="Name">The name that programs and people see.</param>
/// <param name="OutputPort">The impact when the contract is a promise.</param>
/// <param name="InputPort">The impact when the contract is an expectation.</param>
/// <param name="Reason">Why.</param>
/// <param name="NeedsNotice">True when readers must be told in advance.</param>
internal sealed record ChangeRule(string Name, ChangeImpact OutputPort, ChangeImpact InputPort, string Reason, bool NeedsNotice = false);
