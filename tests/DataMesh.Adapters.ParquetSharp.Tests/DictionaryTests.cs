using Apache.Arrow;
using DataMesh.Adapters;

namespace DataMesh.Tests;

public sealed class DictionaryTests
{
    [Theory]
    [InlineData(20_000, 20_000, false)] // every value another
    [InlineData(20_000, 12, true)] // few values
    [InlineData(20_000, 15_000, true)] // the sample repeats little, the whole row group much
    [InlineData(20_000, 400_000, false)] // as before, but not enough
    [InlineData(300, 300, true)] // too few to tell
    public void A_column_gets_a_dictionary_when_its_values_repeat(int rows, int distinct, bool expected)
    {
        using Int64Array column = Numbers(rows, distinct);

        Assert.Equal(expected, DictionaryChoice.IsWorthIt(column, rowGroupRows: 131_072));
    }

    [Fact]
    public void Long_texts_get_none_that_would_be_given_up()
    {
        StringArray.Builder texts = new();
        for (int row = 0; row < 10_000; row++)
            texts.Append(new string('x', 500) + Mix(row) % 5_000);
        using StringArray column = texts.Build();

        Assert.False(DictionaryChoice.IsWorthIt(column, rowGroupRows: 131_072));
    }

    [Fact]
    public void Missing_values_and_the_offset_of_a_slice_are_left_out()
    {
        Int64Array.Builder values = new();
        for (int row = 0; row < 4_000; row++)
            values.Append(row);
        for (int row = 0; row < 4_000; row++)
            if (row % 2 == 0)
                values.AppendNull();
            else
                values.Append(7);
        using Int64Array column = values.Build();

        Assert.False(DictionaryChoice.IsWorthIt(ArrowArrayFactory.Slice(column, 0, 4_000), rowGroupRows: 131_072));
        Assert.True(DictionaryChoice.IsWorthIt(ArrowArrayFactory.Slice(column, 4_000, 4_000), rowGroupRows: 131_072));
    }

    private static Int64Array Numbers(int rows, int distinct)
    {
        Int64Array.Builder values = new();
        for (int row = 0; row < rows; row++)
            values.Append(distinct == rows ? row : (long)(Mix(row) % (ulong)distinct));
        return values.Build();
    }

    private static ulong Mix(int row)
    {
        ulong z = (ulong)row * 0x9E3779B97F4A7C15UL;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        return z ^ z >> 27;
    }
}
