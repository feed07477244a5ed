namespace DataMesh.Generators;

/// <summary>An enum that columns use.</summary>
/// <param name="FullName">The enum with <c>global::</c>.</param>
/// <param name="Name">Its plain name, unique among the enums of one record.</param>
/// <param name="Members">The members, one for each number first, then their aliases.</param>
internal sealed record EnumModel(string FullName, string Name, EquatableArray<EnumMember> Members);

/// <summary>A member of an enum.</summary>
/// <param name="Name">The name in metadata, which is what is stored.</param>
/// <param name="Identifier">The name as code writes it.</param>
/// <param name="IsAlias">True when an earlier member has the same number.</param>
internal sealed record EnumMember(string Name, string Identifier, bool IsAlias);
