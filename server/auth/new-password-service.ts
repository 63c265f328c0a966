import { hashPassword } from '@/server/auth/auth-password'
import { passwordProblem } from '@/server/auth/password-policy'
import { AppError } from '@/server/errors'

/** Fails with `weak_password` when it is too short, well known, or made of what everybody knows of the person. */
export async function hashNewPassword(password: string, person: { name: string; email: string }): Promise<string> {
  const problem = await passwordProblem(password, person)
  if (problem) throw new AppError('weak_password', problem, { password: [problem] })
  return hashPassword(password)
}
