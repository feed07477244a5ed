using System.Globalization;

namespace DataMesh;

internal sealed partial class YamlScalar
{
    /// <summary>Parses the value as one of the mesh's value types.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the text is not one.</exception>
    public T Parse<T>(string what)
        where T : IParsable<T> =>
        T.TryParse(Text, CultureInfo.InvariantCulture, out T? value) ? value : throw Error($"{Quoted} is not a valid {what}.");

    /// <summary>Parses the value as a member of an enum, spelled in camelCase.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: no member has the name.</exception>
    public TEnum ParseEnum<TEnum>(string what)
        where TEnum : struct, Enum =>
        EnumText.TryParse(Text, out TEnum value) ? value : throw Error($"{Quoted} is not a known {what}: expected one of {string.Join(", ", EnumText.All<TEnum>())}.");
}
