namespace DataMesh;

/// <summary>Limits on the values of one property, checked before anything is published. Null never breaks a limit; <see cref="SchemaProperty.Required"/> does that.</summary>
public sealed record PropertyConstraints
{
    /// <summary>No limit.</summary>
    public static PropertyConstraints None { get; } = new();

    /// <summary>The smallest value; <see cref="ScalarValue.Null"/> for no limit.</summary>
    public ScalarValue Minimum { get; init; }

    /// <summary>The greatest value; <see cref="ScalarValue.Null"/> for no limit.</summary>
    public ScalarValue Maximum { get; init; }

    /// <summary>True when <see cref="Minimum"/> itself is not allowed.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>True when <see cref="Maximum"/> itself is not allowed.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>The least length: UTF-16 code units of a text (as DataAnnotations count), bytes of a binary; null for no limit.</summary>
    public int? MinimumLength { get; init; }

    /// <summary>The greatest length, in the unit of <see cref="MinimumLength"/>; null for no limit.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>A regular expression that the whole text must match; null for no limit.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only values allowed; empty for no limit. For an enum, the names of its members.</summary>
    public IReadOnlyList<ScalarValue> AllowedValues { get; init; } = [];
}
