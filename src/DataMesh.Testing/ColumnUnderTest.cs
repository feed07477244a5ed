namespace DataMesh.Testing;

/// <summary>A column that a reader has in its schema.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public sealed class ColumnUnderTest<T>
    where T : IDataSchema<T>
{
    private readonly ReaderUnderTest<T> _reader;
    private readonly TestedDecision _decision;
    private readonly string _column;
    private readonly IReadOnlyList<Mask> _masks;

    internal ColumnUnderTest(ReaderUnderTest<T> reader, TestedDecision decision, string column, IReadOnlyList<Mask> masks) =>
        (_reader, _decision, _column, _masks) = (reader, decision, column, masks);

    /// <summary>Expects that no row shows the stored value, under whichever masks.</summary>
    /// <exception cref="PolicyAssertionException">Some row may show it.</exception>
    public ReaderUnderTest<T> Masked() => _masks.All(m => m is not NoMask) ? _reader : throw Fail("masked");

    /// <summary>Expects that every row has this mask.</summary>
    /// <exception cref="PolicyAssertionException">Some row has another one, or none.</exception>
    public ReaderUnderTest<T> Masked(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return _masks is [var only] && only == mask ? _reader : throw Fail(DecisionText.Describe([mask]));
    }

    /// <summary>Expects that every visible row shows the stored value.</summary>
    /// <exception cref="PolicyAssertionException">Some row may be masked.</exception>
    public ReaderUnderTest<T> AsItIs() => Masked(Mask.None);

    private PolicyAssertionException Fail(string expected) => _decision.Fail($"to see the column '{_column}' {expected}, and sees it {DecisionText.Describe(_masks)}");
}
