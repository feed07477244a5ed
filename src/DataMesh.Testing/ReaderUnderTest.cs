using System.Linq.Expressions;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Testing;

/// <summary>A port through the eyes of one principal. Immutable: whatever changes the circumstances returns another reader, and every assertion returns the reader it was made about.</summary>
/// <remarks>The decision and the enforcement are those of the shipped code. What an assertion expects and does not find is a <see cref="PolicyAssertionException"/>, which explains the decision.</remarks>
/// <typeparam name="T">The port's record.</typeparam>
public sealed class ReaderUnderTest<T>
    where T : IDataSchema<T>
{
    private readonly TestedPort _port;
    private readonly ReaderTerms _terms;

    internal ReaderUnderTest(TestedPort port, ReaderTerms terms) => (_port, _terms) = (port, terms);

    /// <summary>The same reader for a purpose.</summary>
    public ReaderUnderTest<T> Purpose(Purpose purpose) => On(_terms with { Purpose = purpose });

    /// <summary>The same reader at a moment, which conditions and terms of the policy mean by now. Default: the moment of the assertion.</summary>
    public ReaderUnderTest<T> At(DateTimeOffset moment) => On(_terms with { Moment = moment });

    /// <summary>The same reader in a process that runs in a region. Default: in none.</summary>
    public ReaderUnderTest<T> InRegion(string region)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        return On(_terms with { Region = region });
    }

    /// <summary>The same reader with an agreement that gives an offer, for the purpose that is stated. Without a purpose that the offer is for, it gives nothing.</summary>
    /// <exception cref="ArgumentException">The port has no such offer.</exception>
    public ReaderUnderTest<T> With(string offer)
    {
        if (!_port.Offers.Contains(offer, StringComparer.Ordinal))
            throw new ArgumentException(_port.Offers.Count == 0 ? $"There is no offer '{offer}': the port offers nothing. Declare it with Offer." : $"There is no offer '{offer}'. Offered: '{string.Join("', '", _port.Offers)}'.", nameof(offer));
        return On(_terms with { Offer = offer });
    }

    /// <summary>The same reader with an attribute, which conditions read by <see cref="Policy.User"/>.</summary>
    public ReaderUnderTest<T> WithAttribute(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        Dictionary<string, string> attributes = new(_terms.Principal.Attributes, StringComparer.Ordinal) { [name] = value };
        return On(_terms with { Principal = _terms.Principal with { Attributes = attributes } });
    }

    /// <summary>Expects that the principal may read, whatever it then sees.</summary>
    /// <exception cref="PolicyAssertionException">It may not.</exception>
    public ReaderUnderTest<T> IsAllowed()
    {
        Decide("to be allowed to read");
        return this;
    }

    /// <summary>Expects that the principal may read nothing.</summary>
    /// <exception cref="PolicyAssertionException">It may read.</exception>
    public ReaderUnderTest<T> IsDenied()
    {
        TestedDecision decision = _port.Decide(_terms);
        return decision.IsAllowed ? throw decision.Fail("to be denied, and is allowed to read") : this;
    }

    /// <summary>Expects that a column is in the reader's schema; what follows says how it is shown.</summary>
    /// <exception cref="PolicyAssertionException">It is not, or access is denied.</exception>
    public ColumnUnderTest<T> Sees<TColumn>(Expression<Func<T, TColumn>> column)
    {
        string name = DeclaredColumn.Of<T>(column).Name;
        TestedDecision decision = Decide($"to see the column '{name}'");
        return decision.FindMasks(name) is { } masks ? new ColumnUnderTest<T>(this, decision, name, masks)
            : throw decision.Fail($"to see the column '{name}', and does not have it");
    }

    /// <summary>Expects that a column is not in the schema of a reader that may read.</summary>
    /// <exception cref="PolicyAssertionException">It is, or access is denied altogether, which <see cref="IsDenied"/> expects.</exception>
    public ReaderUnderTest<T> DoesNotSee<TColumn>(Expression<Func<T, TColumn>> column)
    {
        string name = DeclaredColumn.Of<T>(column).Name;
        TestedDecision decision = Decide($"to read without the column '{name}'");
        return decision.FindMasks(name) is { } masks ? throw decision.Fail($"not to see the column '{name}', and sees it {DecisionText.Describe(masks)}") : this;
    }

    /// <summary>Expects that a row is visible, whatever its cells show.</summary>
    /// <exception cref="PolicyAssertionException">It is not, or access is denied.</exception>
    /// <exception cref="ContractViolationException">The row could not be published.</exception>
    public ReaderUnderTest<T> SeesRow(T row)
    {
        TestedDecision decision = Decide("to see the row");
        return IsVisible(decision, row) ? this : throw decision.Fail("to see the row, and does not");
    }

    /// <summary>Expects that a row is hidden from a reader that may read.</summary>
    /// <exception cref="PolicyAssertionException">It is visible, or access is denied altogether, which <see cref="IsDenied"/> expects.</exception>
    /// <exception cref="ContractViolationException">The row could not be published.</exception>
    public ReaderUnderTest<T> DoesNotSeeRow(T row)
    {
        TestedDecision decision = Decide("to read without the row");
        return IsVisible(decision, row) ? throw decision.Fail("not to see the row, and does") : this;
    }

    /// <summary>Reads rows as the principal would read them if they were published: visible ones, in their order, masked.</summary>
    /// <exception cref="PolicyAssertionException">Access is denied, or the record cannot hold what is masked: read with a consumer's record then.</exception>
    /// <exception cref="ContractViolationException">A row could not be published.</exception>
    public IReadOnlyList<T> Reads(params IEnumerable<T> rows) => Reads<T>(rows);

    /// <summary>Reads rows as the principal would read them with a record of its own, as <see cref="IDataMesh.OpenAsync{T}"/> does.</summary>
    /// <typeparam name="TView">The consumer's record.</typeparam>
    /// <param name="rows">The published rows.</param>
    /// <exception cref="PolicyAssertionException">Access is denied, or the record does not fit what the principal may see.</exception>
    /// <exception cref="ContractViolationException">A row could not be published.</exception>
    public IReadOnlyList<TView> Reads<TView>(params IEnumerable<T> rows)
        where TView : IDataSchema<TView>
    {
        ArgumentNullException.ThrowIfNull(rows);
        TestedDecision decision = Decide("to read rows");
        IReadOnlyList<ContractMismatch> mismatches = SchemaCompatibility.FindMismatches(TView.Schema, decision.Schema);
        if (mismatches.Count > 0)
            throw decision.Fail($"to read with the record '{typeof(TView).Name}', which does not fit what it may see: {string.Join("; ", mismatches)}. Name a record that fits: Reads<Record>(rows)");
        string[] columns = [.. TView.Schema.Properties.Select(p => p.Name).Where(decision.Schema.FieldsLookup.Contains)];
        using RecordBatch? shown = decision.Show(Encode([.. rows]), columns);
        if (shown is null)
            return [];
        TView[] records = new TView[shown.Length];
        TView.CreateDecoder(shown.Schema).Decode(shown, records);
        return records;
    }

    /// <summary>Why the principal sees what it sees, as the owner is told: with filters and places.</summary>
    public AccessExplanation Explain() => _port.Decide(_terms).Explanation;

    private TestedDecision Decide(string expected) => _port.Decide(_terms).Demand(expected);

    private static bool IsVisible(TestedDecision decision, T row)
    {
        using RecordBatch? shown = decision.Show(Encode([row]), [.. decision.Schema.FieldsList.Select(f => f.Name)]);
        return shown is not null;
    }

    private static RecordBatch Encode(ReadOnlySpan<T> rows) => T.CreateEncoder(EncoderOptions.Default).Encode(rows, firstRow: 0);

    private ReaderUnderTest<T> On(ReaderTerms terms) => new(_port, terms);
}
