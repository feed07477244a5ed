namespace DataMesh.Adapters;

/// <summary>What may be read out of a flatbuffer of some length. References may point to one place many times, so that a small buffer unfolds without end.</summary>
internal sealed class FlatBudget(int length)
{
    private const int MaximumFields = 100_000;
    private long _rest = 4L * length + 1024;
    private int _fields;

    /// <summary>Counts bytes of text, or of a table.</summary>
    internal void Spend(int bytes)
    {
        _rest -= bytes;
        if (_rest < 0)
            throw FlatTable.Invalid("it unfolds to more than it holds");
    }

    internal void SpendField()
    {
        Spend(16);
        if (++_fields > MaximumFields)
            throw FlatTable.Invalid($"it has more than {MaximumFields} fields");
    }
}
