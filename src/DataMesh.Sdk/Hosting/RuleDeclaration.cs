namespace DataMesh;

/// <summary>What the builders of rules collect alike.</summary>
internal sealed class RuleDeclaration
{
    private readonly List<Purpose> _purposes = [];

    public RecipientsDeclaration Bound { get; } = new();

    public IReadOnlyList<Purpose> Purposes => [.. _purposes];

    public void For(Purpose purpose)
    {
        if (purpose.IsNone)
            throw new ArgumentException("The default Purpose states none: leave For away to bind every read.", nameof(purpose));
        if (!_purposes.Contains(purpose))
            _purposes.Add(purpose);
    }
}
