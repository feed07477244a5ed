using Apache.Arrow;

namespace DataMesh.Testing;

/// <summary>What a reader may do with a port, and why.</summary>
internal sealed class TestedDecision(PortBinding port, ReaderTerms terms, AccessDecision decision, AccessPlan? plan, MaskKeys keys, DateTimeOffset now)
{
    public bool IsAllowed => plan is { Denial: null };

    /// <summary>The reader's schema; without columns when access is denied.</summary>
    public Schema Schema => plan?.Schema ?? new Schema([], null);

    public AccessExplanation Explanation => AccessExplainer.Explain(port, decision, plan, forOwner: true);

    /// <summary>The masks that rows may have in a column, weakest first; null when the column is not in the reader's schema.</summary>
    public IReadOnlyList<Mask>? FindMasks(string column) =>
        plan?.Columns.FirstOrDefault(c => string.Equals(c.Stored.Name, column, StringComparison.Ordinal)) is { } shown ? AccessPlanner.MasksOf(shown) : null;

    /// <summary>The visible rows of an allowed decision, masked; null when there are none. Takes the batch over.</summary>
    public RecordBatch? Show(RecordBatch stored, IReadOnlyList<string> columns) => new RowPolicy(plan!, columns, keys, decision.Principal, now, decode: true).Apply(stored);

    /// <summary>The failure of a test.</summary>
    /// <param name="expected">What the reader was expected to do and does instead, after "was expected".</param>
    public PolicyAssertionException Fail(string expected)
    {
        AccessExplanation explanation = Explanation;
        return new PolicyAssertionException($"{terms} was expected {expected}.{Environment.NewLine}{DecisionText.Write(explanation)}") { Explanation = explanation };
    }

    /// <exception cref="PolicyAssertionException">Access is denied.</exception>
    public TestedDecision Demand(string expected) => IsAllowed ? this : throw Fail($"{expected}, and is denied");
}
