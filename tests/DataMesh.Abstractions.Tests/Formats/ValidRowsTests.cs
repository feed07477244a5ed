using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Formats;

public sealed class ValidRowsTests
{
    [Fact]
    public void The_valid_rows_of_any_slice_come_in_order() =>
        Gen.Select(Gen.Bool.Array[0, 300], Gen.Int[0, 300], Gen.Int[0, 300]).Sample((valid, start, length) =>
        {
            Int32Array.Builder builder = new();
            foreach (bool has in valid)
                _ = has ? builder.Append(7) : builder.AppendNull();
            start = Math.Min(start, valid.Length);
            length = Math.Min(length, valid.Length - start);
            ArrayData slice = builder.Build().Data.Slice(start, length);

            List<int> rows = [];
            foreach (int row in new ValidRows(slice))
                rows.Add(row);

            Assert.Equal(Enumerable.Range(0, length).Where(i => valid[start + i]), rows);
        }, iter: 2_000);

    [Fact]
    public void Without_nulls_every_row_comes()
    {
        int rows = 0;
        foreach (int row in new ValidRows(new Int32Array.Builder().AppendRange(Enumerable.Range(0, 130)).Build().Data))
            Assert.Equal(rows++, row);

        Assert.Equal(130, rows);
    }
}
