using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class EncodingMemoryTests
{
    [Fact]
    public void A_batch_gives_all_memory_back_to_the_allocator_when_it_is_disposed()
    {
        CountingAllocator allocator = new();
        Wide[] rows = [.. Enumerable.Range(0, 300).Select(i => new Wide { Count = i, Name = new string('x', i), Added = i % 2 == 0 ? "a" : null })];

        RecordBatch batch = Encoder<Wide>(new EncoderOptions { Allocator = allocator }).Encode(rows, 0);
        Assert.Equal(rows, Codec.Decode<Wide>(batch));
        Assert.True(allocator.Live > 0);
        batch.Dispose();

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void A_refused_batch_leaves_no_memory_behind()
    {
        CountingAllocator allocator = new();

        Assert.Throws<ContractViolationException>(() => Encoder<Reading>(new EncoderOptions { Allocator = allocator }).Encode([new Reading { Sensor = null! }], 0));

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void A_column_without_nulls_has_no_validity_bits()
    {
        using RecordBatch batch = Codec.Encode(new Wide { Added = "a" }, new Wide { Added = "b" });

        Assert.True(batch.Column("added").Data.Buffers[0].IsEmpty);
        Assert.False(batch.Column("added_count").Data.Buffers[0].IsEmpty);
        Assert.Equal(2, batch.Column("added_count").NullCount);
    }

    [Fact]
    public void Buffers_of_other_batches_of_the_encoder_stay_as_they_are()
    {
        RecordBatchEncoder<Narrow> encoder = Encoder<Narrow>(EncoderOptions.Default);
        Narrow[] first = [new() { Count = 1, Name = "one" }, new() { Count = 2 }], second = [new() { Count = 3 }, new() { Count = 4, Name = "four" }];

        using RecordBatch one = encoder.Encode(first, 0), two = encoder.Encode(second, 2);

        Assert.Equal(first, Codec.Decode<Narrow>(one));
        Assert.Equal(second, Codec.Decode<Narrow>(two));
    }

    private static RecordBatchEncoder<T> Encoder<T>(EncoderOptions options)
        where T : IDataSchema<T> => T.CreateEncoder(options);
}
