namespace DataMesh;

/// <summary>Somebody who uses a port, and what is known of the use.</summary>
public sealed record PortConsumer
{
    /// <summary>What messages call the consumer: <c>domain/product</c>, a domain, or the name of a user without a domain.</summary>
    public required string Name { get; init; }

    /// <summary>The columns it uses, in the order of the contract; null: not known, so it may use all.</summary>
    /// <value>Of a product, the columns of the record that it declares the input with; of others, what was read within 30 days.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>True when a registered product declares the port as an input.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>Until when it may read by an agreement: null without one, <see cref="DateTimeOffset.MaxValue"/> for one without an end.</summary>
    public DateTimeOffset? AgreedUntil { get; init; }

    /// <summary>The last recorded read of the last 30 days; null: none.</summary>
    public DateTimeOffset? LastRead { get; init; }
}
