using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Arrays of random values with nulls, whose values start somewhere inside their buffers.</summary>
internal static class RandomArrays
{
    internal static IArrowArray Of(PhysicalType type, int rows, int offset, Random random)
    {
        int all = rows + offset;
        ArrowBuffer validity = random.Next(4) == 0 ? ArrowBuffer.Empty : Bytes((all + 7) / 8, random);
        ArrowBuffer[] buffers = type.Kind switch
        {
            Kind.Boolean => [validity, Bytes((all + 7) / 8, random)],
            Kind.String => [validity, .. Variable(all, random, () => Encoding.UTF8.GetBytes(Text(random)))],
            Kind.Binary => [validity, .. Variable(all, random, () => RandomBytes(random.Next(30), random))],
            Kind.Int32 or Kind.Float => [validity, Bytes(all * 4, random)],
            Kind.Int64 or Kind.Double => [validity, Bytes(all * 8, random)],
            Kind.Uuid => [validity, Bytes(all * 16, random)],
            Kind.Decimal => [validity, Values(all, () => Unscaled(type.Precision, random))],
            Kind.Date => [validity, Values(all, () => random.Next(-700_000, 2_900_000))],
            Kind.Time => [validity, Values(all, () => random.NextInt64(86_400_000_000))],
            _ => [validity, Values(all, () => random.NextInt64(-62_135_596_800_000_000, 253_402_300_800_000_000))],
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), rows, validity.IsEmpty ? 0 : -1, offset, buffers));
    }

    internal static IArrowArray Dictionary(int rows, int offset, Random random)
    {
        StringArray entries = (StringArray)Of(PhysicalType.Of(Kind.String), 20, 3, random);
        int all = rows + offset;
        ArrayData indices = new(Int32Type.Default, rows, -1, offset, [Bytes((all + 7) / 8, random), Values(all, () => random.Next(20))]);
        return new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), new Int32Array(indices), entries);
    }

    internal static IArrowArray Fixed(PhysicalType type, byte[] value) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(value)]));

    private static ArrowBuffer[] Variable(int count, Random random, Func<byte[]> next)
    {
        List<byte> bytes = [.. RandomBytes(random.Next(3), new Random(1)).Select(b => (byte)(b & 0x7F))];
        List<int> offsets = [bytes.Count];
        for (int i = 0; i < count; i++)
        {
            bytes.AddRange(next());
            offsets.Add(bytes.Count);
        }
        return [Values(offsets), new ArrowBuffer(bytes.ToArray())];
    }

    private static string Text(Random random)
    {
        string alphabet = "abcäß€😀'|\0 ";
        return string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => alphabet.EnumerateRunes().ElementAt(random.Next(11)).ToString()));
    }

    private static Int128 Unscaled(int precision, Random random)
    {
        Int128 limit = 1;
        for (int i = 0; i < precision; i++)
            limit *= 10;
        Int128 value = 0;
        random.NextBytes(MemoryMarshal.AsBytes(new Span<Int128>(ref value)));
        return value % limit;
    }

    private static byte[] RandomBytes(int count, Random random)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static ArrowBuffer Bytes(int count, Random random) => new(RandomBytes(count, random));

    private static ArrowBuffer Values<T>(int count, Func<T> next) where T : struct => Values([.. Enumerable.Range(0, count).Select(_ => next())]);

    private static ArrowBuffer Values<T>(List<T> values) where T : struct => new(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray());
}
