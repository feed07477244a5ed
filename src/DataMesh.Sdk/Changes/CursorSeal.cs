using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DataMesh;

/// <summary>Turns what a cursor stands for into text and back: encrypted and authenticated (AES-256-GCM), for one port.</summary>
/// <remarks>
/// Without a key of the application the key follows from the port's name: then the seal keeps from mistakes, not from forgers, who would gain nothing that reading the port does not give them.
/// </remarks>
internal sealed class CursorSeal
{
    private const byte Version = 1;
    // A multiple of three: no letter of the text has bits to spare, so that every other text is another cursor.
    private const int NonceBytes = 12, TagBytes = 16, SightBytes = SHA256.HashSizeInBytes, PlainBytes = 1 + 16 + SightBytes + 8 + 8 + 1 + 4 + 8 + 2, SealedBytes = NonceBytes + TagBytes + PlainBytes;

    private readonly PortReference _port;
    private readonly byte[] _key;

    public CursorSeal(PortReference port, ReadOnlyMemory<byte>? key)
    {
        _port = port;
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key?.ToArray() ?? Encoding.UTF8.GetBytes("no key is configured for cursors"), 32, info: Encoding.UTF8.GetBytes($"datamesh cursor\n{port}"));
    }

    public Cursor Seal(CursorState state)
    {
        Span<byte> plain = stackalloc byte[PlainBytes];
        plain.Clear();
        plain[0] = Version;
        state.Table.TryWriteBytes(plain[1..]);
        Convert.FromHexString(state.Sight).CopyTo(plain[17..]);
        Span<byte> rest = plain[(17 + SightBytes)..];
        BinaryPrimitives.WriteInt64LittleEndian(rest, state.From ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], state.To ?? 0);
        rest[16] = state.Place.IsRemoval ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(rest[17..], state.Place.File);
        BinaryPrimitives.WriteInt64LittleEndian(rest[21..], state.Place.Row);
        Span<byte> text = stackalloc byte[SealedBytes];
        RandomNumberGenerator.Fill(text[..NonceBytes]);
        using AesGcm cipher = new(_key, TagBytes);
        cipher.Encrypt(text[..NonceBytes], plain, text[(NonceBytes + TagBytes)..], text.Slice(NonceBytes, TagBytes));
        return Cursor.Parse(Base64Url.EncodeToString(text));
    }

    /// <summary>What a cursor stands for; null for the beginning.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: this library did not make it, for this port and under this key.</exception>
    public CursorState? Open(Cursor cursor)
    {
        if (cursor == Cursor.Beginning)
            return null;
        Span<byte> text = stackalloc byte[SealedBytes], plain = stackalloc byte[PlainBytes];
        if (!Base64Url.IsValid(cursor.ToString(), out int length) || length != SealedBytes)
            throw Refuse(null);
        Base64Url.DecodeFromChars(cursor.ToString(), text);
        try
        {
            using AesGcm cipher = new(_key, TagBytes);
            cipher.Decrypt(text[..NonceBytes], text[(NonceBytes + TagBytes)..], text.Slice(NonceBytes, TagBytes), plain);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw Refuse(error);
        }
        return plain[0] == Version ? Read(plain) : throw Refuse(null);
    }

    private static CursorState Read(ReadOnlySpan<byte> plain)
    {
        ReadOnlySpan<byte> rest = plain[(17 + SightBytes)..];
        return new CursorState
        {
            Table = new Guid(plain.Slice(1, 16)),
            Sight = Convert.ToHexString(plain.Slice(17, SightBytes)),
            From = Id(rest),
            To = Id(rest[8..]),
            Place = new ChangePlace(rest[16] != 0, BinaryPrimitives.ReadInt32LittleEndian(rest[17..]), BinaryPrimitives.ReadInt64LittleEndian(rest[21..])),
        };
    }

    private static long? Id(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes) is not 0 and var id ? id : null;

    private DataMeshException Refuse(Exception? inner) => new(DataMeshErrorKind.InvalidRequest,
        $"Cannot give the changes of '{_port}': the cursor was changed, is of another port, or was made under another key (UseCursorKey). Pass ChangeSet.Next of this port as it was, or Cursor.Beginning.", inner)
    {
        Product = _port.Port.Product,
        Port = _port.Port,
        Operation = "changes",
    };
}
