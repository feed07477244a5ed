namespace DataMesh;

/// <summary>Who added a head, when and why; for people, and absent in the heads of registrations.</summary>
/// <param name="By">The principal's name.</param>
/// <param name="At">When.</param>
/// <param name="Reason">What was done and why, in words.</param>
internal sealed record HeadChange(string By, DateTimeOffset At, string Reason);
