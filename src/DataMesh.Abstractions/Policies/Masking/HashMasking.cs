using System.Buffers.Binary;
using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Keyed hashes: HMAC-SHA-256 in the column's own type.</summary>
internal static class HashMasking
{
    /// <summary>The shortest key.</summary>
    public const int MinimumKeyBytes = 32;

    public static ColumnMasking Create(PhysicalType type, ReadOnlyMemory<byte> key) => key.Length < MinimumKeyBytes
        ? throw new ArgumentException($"Cannot hash a column: the key has {key.Length} bytes and needs at least {MinimumKeyBytes}.", nameof(key))
        : type.Kind switch
        {
            PhysicalTypeKind.String => new TextHash(key),
            PhysicalTypeKind.Binary => new BinaryHash(key),
            PhysicalTypeKind.Uuid => new FixedHash(key, type.ToArrow(), 16),
            _ => new FixedHash(key, type.ToArrow(), sizeof(long)),
        };

    /// <summary>64 lower-case hexadecimal digits.</summary>
    private sealed class TextHash(ReadOnlyMemory<byte> key) : TextMasking(StringType.Default)
    {
        private readonly KeyedHasher _hasher = new(key);

        protected override int Measure(ReadOnlySpan<byte> value) => HMACSHA256.HashSizeInBytes * 2;

        protected override void Write(ReadOnlySpan<byte> value, Span<byte> target)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            _hasher.Hash(value, hash);
            Convert.TryToHexStringLower(hash, target, out _);
        }
    }

    /// <summary>32 bytes.</summary>
    private sealed class BinaryHash(ReadOnlyMemory<byte> key) : TextMasking(BinaryType.Default)
    {
        private readonly KeyedHasher _hasher = new(key);

        protected override int Measure(ReadOnlySpan<byte> value) => HMACSHA256.HashSizeInBytes;

        protected override void Write(ReadOnlySpan<byte> value, Span<byte> target) => _hasher.Hash(value, target);
    }

    /// <summary>The first bytes of the hash of the big-endian value, itself big-endian: UUIDs and 64-bit integers.</summary>
    private sealed class FixedHash(ReadOnlyMemory<byte> key, IArrowType type, int width) : ColumnMasking
    {
        private readonly KeyedHasher _hasher = new(key);

        public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator)
        {
            (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
            BufferSpace space = new(checked(values.Length * width), allocator, zeroed: true);
            Span<byte> target = space.Bytes, hash = stackalloc byte[HMACSHA256.HashSizeInBytes], plain = stackalloc byte[16];
            plain = plain[..width];
            for (int i = 0; i < values.Length; i++)
            {
                if (nulls > 0 && !Bitmap.Get(validity.Span, i))
                    continue;
                values.Buffers[1].Span.Slice((values.Offset + i) * width, width).CopyTo(plain);
                Flip(plain);
                _hasher.Hash(plain, hash);
                Span<byte> slot = target.Slice(i * width, width);
                hash[..width].CopyTo(slot);
                Flip(slot);
            }
            return new ArrayData(type, values.Length, nulls, 0, [validity, space.Build()], null, null);
        }

        // UUIDs are stored big-endian, integers little-endian.
        private void Flip(Span<byte> value)
        {
            if (width == sizeof(long))
                BinaryPrimitives.WriteInt64BigEndian(value, BinaryPrimitives.ReadInt64LittleEndian(value));
        }
    }
}
