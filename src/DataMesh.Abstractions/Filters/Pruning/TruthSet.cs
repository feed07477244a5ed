namespace DataMesh.Adapters.Authoring;

/// <summary>Which truth values a filter can have on some row: an over-approximation, so pruning by it never loses a row.</summary>
internal readonly record struct TruthSet(bool CanBeTrue, bool CanBeFalse, bool CanBeUnknown)
{
    public static TruthSet Anything { get; } = new(true, true, true);

    public static TruthSet Unknown { get; } = new(false, false, true);

    public static TruthSet Of(bool? value) => new(value == true, value == false, value is null);

    public static TruthSet Not(TruthSet operand) => new(operand.CanBeFalse, operand.CanBeTrue, operand.CanBeUnknown);

    public static TruthSet And(TruthSet a, TruthSet b) =>
        new(a.CanBeTrue && b.CanBeTrue, a.CanBeFalse || b.CanBeFalse, (a.CanBeUnknown && !b.IsOnlyFalse) || (b.CanBeUnknown && !a.IsOnlyFalse));

    public static TruthSet Or(TruthSet a, TruthSet b) => Not(And(Not(a), Not(b)));

    public static TruthSet Intersect(TruthSet a, TruthSet b) => new(a.CanBeTrue && b.CanBeTrue, a.CanBeFalse && b.CanBeFalse, a.CanBeUnknown && b.CanBeUnknown);

    /// <summary>Unknown becomes true or false.</summary>
    public TruthSet Decide(bool unknown) => new(CanBeTrue || (unknown && CanBeUnknown), CanBeFalse || (!unknown && CanBeUnknown), false);

    private bool IsOnlyFalse => CanBeFalse && !CanBeTrue && !CanBeUnknown;
}
